import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { lockFolder } from '../../../src/storage/embedded/lock-folder.ts';
import { takeLock } from '../../../src/storage/embedded/take-lock.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'taken-locks-'));
after(() => rmSync(folder, { recursive: true }));
const lockNamed = (name: string): string => path.join(folder, `${name}.lock`);
const NO_STARTS =
  !existsSync('/proc/self/stat') && 'this system does not tell when processes began';

function take(file: string): () => void {
  const taken = takeLock(file);
  assert.ok('unlock' in taken, JSON.stringify(taken));
  return taken.unlock;
}

test('one process has a lock at a time, until it gives it back', () => {
  const file = lockNamed('given-back');
  const unlock = take(file);
  assert.deepEqual(takeLock(file), { holder: process.pid });
  unlock();
  take(file)();
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('given-back')),
    [],
  );
});

test('the lock of a process that is gone is taken at once, and whatever else was left there', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const left of [String(pid), `${pid} 1`, '', 'no process']) {
    const file = lockNamed('left');
    writeFileSync(file, left);
    take(file)();
  }
});

test('a process that has the id of one that is gone holds nothing', { skip: NO_STARTS }, () => {
  const file = lockNamed('same-id');
  writeFileSync(file, `${process.pid} 1`);
  const unlock = take(file);
  assert.match(readFileSync(file, 'utf8'), new RegExp(`^${process.pid} \\d+$`));
  unlock();
});

test('the lock of an earlier version counts by its id alone', () => {
  const file = lockNamed('earlier');
  writeFileSync(file, String(process.pid));
  assert.deepEqual(takeLock(file), { holder: process.pid });
});

test('of several processes that find a lock left one has it', async () => {
  const file = lockNamed('race');
  writeFileSync(file, '999999999 1');
  const module = path.resolve(import.meta.dirname, '../../../src/storage/embedded/take-lock.ts');
  const program = `
    const { takeLock } = await import(${JSON.stringify(module)});
    process.stdin.once('data', () => console.log('unlock' in takeLock(${JSON.stringify(file)})));
    console.log('ready');`;
  const racers = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', program]),
  );
  const says = async (racer: (typeof racers)[number]): Promise<string> =>
    String((await once(racer.stdout, 'data'))[0]).trim();
  try {
    assert.deepEqual(new Set(await Promise.all(racers.map(says))), new Set(['ready']));
    const answers = racers.map(says);
    for (const racer of racers) racer.stdin.write('go');
    const taken = await Promise.all(answers);
    assert.deepEqual(taken.sort(), ['false', 'false', 'false', 'true']);
  } finally {
    for (const racer of racers) racer.kill();
  }
});

test('a data folder in use names the process and says what to do', () => {
  const data = path.join(folder, 'data');
  const unlock = lockFolder(data);
  assert.throws(
    () => lockFolder(data),
    new RegExp(`in use by process ${process.pid}. Stop that process, or set DATA_DIR`),
  );
  unlock();
  lockFolder(data)();
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { installOnce } from '../../../src/storage/embedded/install-once.ts';
import { takeLock } from '../../../src/storage/embedded/take-lock.ts';

const cache = mkdtempSync(path.join(tmpdir(), 'installed-once-'));
after(() => rmSync(cache, { recursive: true }));

test('what a killed installation left is removed, and installed at once', async () => {
  const folder = path.join(cache, 'killed');
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(`${folder}.lock`, `${pid} 1`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'half'), '');
  const lines: string[] = [];
  const install = async () => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'program'), '');
  };
  await installOnce(folder, install, (line) => lines.push(line));
  const names = ['program', 'complete', 'half'].map((name) => existsSync(path.join(folder, name)));
  assert.deepEqual(names, [true, true, false]);
  assert.deepEqual(lines, []);
  await installOnce(folder, () => assert.fail('it is installed'));
});

test('whoever waits for another installation says so once, and installs nothing', async () => {
  const folder = path.join(cache, 'waiting');
  const taken = takeLock(`${folder}.lock`);
  assert.ok('unlock' in taken);
  const { promise: isWaiting, resolve: waits } = Promise.withResolvers<string>();
  const lines: string[] = [];
  const waiting = installOnce(
    folder,
    () => assert.fail('the other one has installed it'),
    (line) => {
      lines.push(line);
      waits(line);
    },
  );
  assert.equal(await isWaiting, `Waiting for another installation (process ${process.pid})…`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'complete'), '');
  taken.unlock();
  await waiting;
  assert.equal(lines.length, 1);
});

test('an installation that failed may be tried again', async () => {
  const folder = path.join(cache, 'failed');
  await assert.rejects(
    installOnce(folder, () => Promise.reject(new Error('no network'))),
    /no network/,
  );
  await installOnce(folder, async () => mkdirSync(folder));
  assert.ok(existsSync(path.join(folder, 'complete')));
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

const LAUNCHER = path.resolve(import.meta.dirname, '../../scripts/launch.js');
const folder = mkdtempSync(path.join(tmpdir(), 'assets-backup-launch-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Starts a TypeScript program of these lines; resolves with its output when it stands still or
 * ends.
 */
function launch(text: string, args: string[] = [], environment: Record<string, string> = {}) {
  const program = path.join(folder, 'program.ts');
  writeFileSync(program, text);
  return spawn(process.execPath, [LAUNCHER, program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function run(...given: Parameters<typeof launch>) {
  const child = launch(...given);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [status] = (await once(child, 'close')) as [number];
  return { status, output };
}

test('a program in TypeScript runs with its arguments, and its status is passed on', async () => {
  const text = 'const all: string[] = process.argv.slice(2);\nconsole.log(all.join());\n';
  assert.deepEqual(await run(`${text}process.exit(7);`, ['--one', 'two words']), {
    status: 7,
    output: '--one,two words\n',
  });
  assert.equal((await run(text)).status, 0);
});

test('calls to this machine never go to a proxy, whatever else is listed', async () => {
  const { output } = await run('console.log(process.env.NO_PROXY);', [], {
    NO_PROXY: 'example.com',
  });
  assert.equal(output, 'example.com,127.0.0.1,localhost,::1\n');
});

test('a signal reaches the program, and the launcher says that it ended by one', async () => {
  const child = launch("console.log('here');\nsetInterval(() => undefined, 1_000);");
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [128 + 15, null]);
});

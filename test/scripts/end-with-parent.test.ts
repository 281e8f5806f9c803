import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { END_WITH_PARENT } from '../support/processes/spawn-service.ts';

const CHILD = "console.log('up'); setInterval(() => undefined, 1000);";
const PARENT = `import('node:child_process').then(({ spawn }) =>
  spawn(process.execPath, ['--import', ${JSON.stringify(END_WITH_PARENT)}, '-e', ${JSON.stringify(CHILD)}], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  }),
);`;

test('a process that a test started ends with it, also where the test is killed', async () => {
  const parent = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(parent.stdout, 'data');
  // The child writes to the same pipe, which is closed when both are gone.
  const closed = once(parent.stdout, 'close');
  const ended = once(parent, 'exit');
  parent.kill('SIGKILL');
  await Promise.all([closed, ended]);
  assert.equal(parent.signalCode, 'SIGKILL');
});

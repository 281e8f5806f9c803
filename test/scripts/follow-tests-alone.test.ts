import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(path.join(tmpdir(), 'follow-tests-alone-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a test file in which a test does this after it has waited. */
function runFile(statements: string): { status: number | null; output: string } {
  const file = path.join(folder, 'sample.test.mjs');
  writeFileSync(
    file,
    `import { after, test } from 'node:test';
    const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
    test('first', async (context) => {
      await turn();
      ${statements}
      await turn();
      await turn();
    });
    test('last', () => console.log('last runs'));`,
  );
  const { NODE_TEST_CONTEXT: _inner, ...env } = process.env;
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import=./scripts/testing/follow-tests-alone.ts', '--test', '--test-reporter=tap', file],
    { env, encoding: 'utf8' },
  );
  return { status, output: stdout };
}

test('an error that nobody catches fails its file, wherever it comes from', () => {
  const rejected = runFile("void Promise.reject(new Error('nobody caught me'));");
  assert.equal(rejected.status, 1);
  assert.match(rejected.output, /nobody caught me/);
  const thrown = runFile("setTimeout(() => { throw new Error('nobody caught me'); }, 0);");
  assert.equal(thrown.status, 1);
  assert.match(thrown.output, /nobody caught me/);
});

test('what a test gives to after runs when the file ends, however late it was given', () => {
  const { status, output } = runFile("after(() => console.log('all is closed'));");
  assert.equal(status, 0, output);
  assert.match(output, /last runs[\s\S]*all is closed/);
});

test('a test within a test that has waited belongs to it, and fails it', () => {
  const { status, output } = runFile(
    "await context.test('inner', async () => { await turn(); throw new Error('wrong'); });",
  );
  assert.equal(status, 1);
  assert.match(output, /not ok 1 - inner[\s\S]*not ok 1 - first/);
});

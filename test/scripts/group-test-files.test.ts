import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { groupTestFiles, type GroupedFiles } from '../../scripts/testing/group-test-files.ts';

const made: GroupedFiles[] = [];
after(() => made.forEach(({ remove }) => remove()));
function group(
  files: string[],
  {
    isLong = false,
    textOf = () => '',
  }: { isLong?: boolean; textOf?: (file: string) => string } = {},
): string[] {
  const grouped = groupTestFiles(files, isLong, textOf);
  made.push(grouped);
  return grouped.files;
}
const numbered = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_none, at) => `test/${folder}/${at}.test.ts`);
const importsOf = (entry: string): string[] =>
  [...readFileSync(entry, 'utf8').matchAll(/^await runAsSuite\('.*', '(.*)'\);$/gm)].map(
    ([, url = '']) => url,
  );
const urlOf = (file: string): string => pathToFileURL(path.resolve(file)).href;

test('files are joined by folder, in the place of the first one', () => {
  const [core, web] = [numbered('core/assets', 3), numbered('web', 2)];
  const [soak = '', long = ''] = [...numbered('soak', 1), ...numbered('long', 1)];
  const [first, group0 = '', second, group1 = ''] = group([soak, ...core, long, ...web]);
  assert.deepEqual([first, second], [soak, long]);
  assert.deepEqual([importsOf(group0), importsOf(group1)], [core.map(urlOf), web.map(urlOf)]);
});

test('files that take minutes stay by themselves', () => {
  const files = [...numbered('long', 3), ...numbered('fresh', 3), 'test/architecture.test.ts'];
  assert.deepEqual(group(files), files);
  const scenarios = numbered('scenario', 3);
  assert.deepEqual(group(scenarios, { isLong: true }), scenarios);
  assert.equal(group(scenarios).length, 1);
});

test('no file is lost or run twice, however many there are', () => {
  for (const count of [1, 2, 30, 31, 95]) {
    const files = numbered('core/kernel', count);
    const groups = group(files);
    assert.equal(groups.length, Math.ceil(count / 30));
    const run = count === 1 ? groups.map(urlOf) : groups.flatMap(importsOf);
    assert.deepEqual(run.toSorted(), files.map(urlOf).toSorted());
  }
});

test('a file that changes the environment of its process has one of its own', () => {
  const files = numbered('web', 4);
  const [first, joined = '', ...others] = group(files, {
    textOf: (file) => (file === files[0] ? "process.env['DOOR'] = 'forge';\n" : ''),
  });
  assert.deepEqual([first, others], [files[0], []]);
  assert.deepEqual(importsOf(joined), files.slice(1).map(urlOf));
});

/** Runs these test files as a group, and gives what they print. */
function runGroup(texts: readonly string[]): { status: number | null; stdout: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'group-test-files-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = texts.map((_text, at) => `test/core/${at}.test.ts`);
  mkdirSync(path.join(folder, 'test/core'), { recursive: true });
  for (const [at, text] of texts.entries()) writeFileSync(path.join(folder, files[at]!), text);
  const { NODE_TEST_CONTEXT: _inner, ...env } = process.env;
  const preloaded = `--import=${path.resolve('scripts/testing/follow-tests-alone.ts')}`;
  const runner = path.resolve('scripts/testing/run-test-files.ts');
  return spawnSync(process.execPath, [preloaded, runner, '1', '30000', ...files], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
}

test('a file begins when all is closed that the one before it opened, however late it did', () => {
  const { status, stdout } = runGroup([
    `import { after, test } from 'node:test';
    const turn = () => new Promise((resolve) => setTimeout(resolve, 10));
    async function open(name: string) {
      await turn();
      after(() => console.log('SAID closed', name));
    }
    await turn();
    await open('first');
    test('one', async () => {
      await turn();
      console.log('SAID one');
      await open('second');
    });
    test('two', () => console.log('SAID two'));`,
    `import { beforeEach, test } from 'node:test';
    console.log('SAID next file');
    beforeEach(() => console.log('SAID before'));
    test('three', () => console.log('SAID three'));`,
  ]);
  assert.equal(status, 0, stdout);
  assert.deepEqual(stdout.match(/(?<=SAID ).*/g), [
    'one',
    'two',
    'closed first',
    'closed second',
    'next file',
    'before',
    'three',
  ]);
});

test('what goes wrong in a file fails the run, is told once with its place, and others go on', () => {
  const { status, stdout } = runGroup([
    "throw new Error('it does not load');",
    `import { test } from 'node:test';
    test('outer', async (context) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await context.test('inner', () => { throw new Error('it is wrong'); });
    });`,
    `import { test } from 'node:test';
    setTimeout(() => { throw new Error('nobody caught me'); }, 1);
    test('waits', () => new Promise((resolve) => setTimeout(resolve, 50)));`,
    "import { test } from 'node:test';\ntest('last', () => console.log('SAID last'));",
  ]);
  assert.equal(status, 1);
  assert.match(stdout, /SAID last/);
  assert.match(stdout, /nobody caught me/);
  const told = [...stdout.matchAll(/^FAILED (.*)\n(.*)/gm)].map(([, place, why]) => [place, why]);
  assert.deepEqual(told, [
    ['test/core/0.test.ts', '  Error: it does not load'],
    ['test/core/1.test.ts:4 inner', '  Error: it is wrong'],
    ['test/core/2.test.ts:3 waits', "  'test did not finish before its parent and was cancelled'"],
    ['test/core/2.test.ts', '  Error: nobody caught me'],
  ]);
});

test('nothing stays of a group', () => {
  const { files, remove } = groupTestFiles(numbered('atlassian', 2), false, () => '');
  assert.equal(existsSync(files[0] ?? ''), true);
  remove();
  assert.equal(existsSync(files[0] ?? ''), false);
});

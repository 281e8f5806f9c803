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
function group(files: string[], textOf: (file: string) => string = () => ''): string[] {
  const grouped = groupTestFiles(files, textOf);
  made.push(grouped);
  return grouped.files;
}
const numbered = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_none, at) => `test/${folder}/${at}.test.ts`);
const importsOf = (entry: string): string[] =>
  [...readFileSync(entry, 'utf8').matchAll(/^await import\('(.*)'\);$/gm)].map(
    ([, url = '']) => url,
  );
const urlOf = (file: string): string => pathToFileURL(path.resolve(file)).href;

test('what takes moments is joined by folder, in the place of its first file', () => {
  const [core, web] = [numbered('core/assets', 3), numbered('web', 2)];
  const [scenario = '', browser = ''] = [...numbered('scenario', 1), ...numbered('browser', 1)];
  const [first, group0 = '', second, group1 = ''] = group([scenario, ...core, browser, ...web]);
  assert.deepEqual([first, second], [scenario, browser]);
  assert.deepEqual([importsOf(group0), importsOf(group1)], [core.map(urlOf), web.map(urlOf)]);
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

test('what holds for every test of its process has one of its own', () => {
  const alone = new Map([
    ['test/storage/0.test.ts', 'afterEach(() => client.close());'],
    ['test/storage/2.test.ts', 'const queries = await countQueries(() => store.list());'],
  ]);
  const files = numbered('storage', 5);
  const [first, joined = '', third, ...others] = group(files, (file) => alone.get(file) ?? '');
  assert.deepEqual([first, third, others], [files[0], files[2], []]);
  assert.deepEqual(
    importsOf(joined),
    [1, 3, 4].map((at) => urlOf(files[at] ?? '')),
  );
});

test('what a file closes after its tests is open in them, however quick those of others are', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'group-test-files-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const files = ['test/core/quick.test.mjs', 'test/core/slow.test.mjs'];
  const [quick, slow] = [
    "import { test } from 'node:test';\ntest('a quick one', () => undefined);",
    `import { after, test } from 'node:test';
    let isOpen = true;
    after(() => (isOpen = false));
    await new Promise((resolve) => setTimeout(resolve, 100));
    test('a slow one', () => console.log(isOpen ? 'it is open' : 'it is closed'));`,
  ];
  mkdirSync(path.join(folder, 'test/core'), { recursive: true });
  for (const [at, text] of [quick, slow].entries())
    writeFileSync(path.join(folder, files[at] ?? ''), text ?? '');
  const { NODE_TEST_CONTEXT: _inner, ...env } = process.env;
  const runner = path.resolve('scripts/testing/run-test-files.ts');
  const { status, stdout } = spawnSync(process.execPath, [runner, '1', '30000', ...files], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout);
  assert.match(stdout, /it is open/);
});

test('nothing stays of a group', () => {
  const { files, remove } = groupTestFiles(numbered('atlassian', 2), () => '');
  assert.equal(existsSync(files[0] ?? ''), true);
  remove();
  assert.equal(existsSync(files[0] ?? ''), false);
});

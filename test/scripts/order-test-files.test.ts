import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderTestFiles } from '../../scripts/testing/order-test-files.ts';

const numbered = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_none, at) => `test/${folder}/${at}.test.ts`);

test('browsers and services take turns, and what takes moments comes last', () => {
  const files = ['test/architecture.test.ts', ...numbered('browser', 2), ...numbered('core', 1)];
  assert.deepEqual(orderTestFiles([...files, ...numbered('scenario', 4)]), [
    'test/scenario/0.test.ts',
    'test/browser/0.test.ts',
    'test/scenario/1.test.ts',
    'test/scenario/2.test.ts',
    'test/browser/1.test.ts',
    'test/scenario/3.test.ts',
    'test/architecture.test.ts',
    'test/core/0.test.ts',
  ]);
});

test('a long browser test takes its turn as one of a browser', () => {
  const files = [...numbered('long/browser', 1), ...numbered('long/backups', 2)];
  assert.deepEqual(orderTestFiles(files), [
    'test/long/backups/0.test.ts',
    'test/long/browser/0.test.ts',
    'test/long/backups/1.test.ts',
  ]);
});

test('no file is lost or run twice, whichever kinds there are', () => {
  for (const files of [[], numbered('core', 3), numbered('browser', 3), numbered('long', 3)])
    assert.deepEqual(orderTestFiles(files), files);
});

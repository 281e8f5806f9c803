import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMisnamedFiles, kebabCase } from '../../scripts/structure/find-misnamed-files.ts';
import { parseSource } from '../support/source/parse-source.ts';

test('a file with the name of none of its exports is found', () => {
  assert.deepEqual(
    findMisnamedFiles(
      parseSource('export function open() {}\nexport class Door {}', 'src/gate.ts'),
    ),
    ['src/gate.ts exports open, Door'],
  );
});

test('a file with the name of one of them is not, nor is one without exports', () => {
  for (const [text, path] of [
    ['export class MongoRunStore {}', 'src/mongo-run-store.ts'],
    ['export const MAX_LISTED = 1;', 'src/max-listed.ts'],
    ['const runKind = 1;\nexport { runKind };', 'src/run-kind.ts'],
    ['export interface Hidden {}\nexport type Shown = Hidden;', 'src/shown.ts'],
    ['work();', 'test/anything.test.ts'],
  ] as const)
    assert.deepEqual(findMisnamedFiles(parseSource(text, path)), []);
});

test('names become file names word by word', () => {
  assert.equal(kebabCase('AQLQuery'), 'aql-query');
  assert.equal(kebabCase('readSite2'), 'read-site2');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredAttachment } from '../../../../src/core/backups/parts/attachments/attachments-record.ts';
import {
  frameOf,
  matchAttachments,
} from '../../../../src/core/restores/attachments/match-attachments.ts';

const stored = (id: string, size: number | null, filename = 'report.pdf'): StoredAttachment => ({
  id,
  filename,
  contentType: 'application/pdf',
  size,
  author: { id: '', name: '' },
  created: '2026-11-27T10:00:00.000Z',
  comment: '',
  file: `file-${id}`,
});
const there = (id: string, size: number | null, filename = 'report.pdf', comment = '') => ({
  id,
  filename,
  size,
  comment,
});

/** Which is taken for which, by id, and which are missing. */
function match(
  inBackup: StoredAttachment[],
  onObject: ReturnType<typeof there>[],
  isSameObject = false,
) {
  const { pairs, missing } = matchAttachments(inBackup, onObject, isSameObject);
  return {
    pairs: pairs.map(({ stored: one, there: other }) => `${one.id} ${other.id}`).sort(),
    missing: missing.map(({ id }) => id),
  };
}

test('files of one name are told apart by their sizes, also where one of these is not known', () => {
  const [small, large] = [stored('1', 500), stored('2', 3_000)];
  const found = { pairs: ['1 b', '2 a'], missing: [] };
  assert.deepEqual(match([small, large], [there('a', null), there('b', 500)]), found);
  assert.deepEqual(match([large, small], [there('b', 500), there('a', null)]), found);
});

test('as many of one name are missing as the object lacks', () => {
  const three = ['1', '2', '3'].map((id) => stored(id, 3_000));
  assert.deepEqual(match(three, [there('a', null)]), { pairs: ['1 a'], missing: ['2', '3'] });
  assert.deepEqual(match([stored('1', 500)], [there('a', 501), there('b', 500, 'other.pdf')]), {
    pairs: [],
    missing: ['1'],
  });
});

test('on the object that was backed up, the ID is the file', () => {
  const files = [stored('1', 500), stored('2', 500)];
  const { pairs, missing } = match(files, [there('2', 500)], true);
  assert.deepEqual([pairs, missing], [['2 2'], ['1']]);
});

test('a file whose name the site stored in its own way is known by its frame and size', () => {
  const odd = stored('1', 500, 'reports/2026 "ü".pdf');
  const other = (size: number | null, comment = frameOf(odd)) =>
    there('a', size, 'reports_2026 u.pdf', comment);
  assert.deepEqual(match([odd], [other(500)]), { pairs: ['1 a'], missing: [] });
  const lacking = { pairs: [], missing: ['1'] };
  assert.deepEqual(match([odd], [other(501)]), lacking);
  assert.deepEqual(match([odd], [other(500, '')]), lacking);
  assert.deepEqual(match([{ ...odd, size: null }], [other(null)]), lacking);
});

test('a file of the same frame and size takes no place from the one that has the name', () => {
  const [one, two] = [stored('1', 500, 'a.pdf'), stored('2', 500, 'b.pdf')];
  const found = match([one, two], [there('b', 500, 'b.pdf', frameOf(one))]);
  assert.deepEqual(found, { pairs: ['2 b'], missing: ['1'] });
});

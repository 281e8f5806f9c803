import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  framed,
  missingComments,
} from '../../../../src/core/restores/comments/missing-comments.ts';

const comment = (id: string, text: string, created = '2024-05-26T11:58:38.000Z') => ({
  id,
  author: { id: 'a1', name: 'Jane Doe' },
  created,
  text,
  role: 0,
});

test('author and date stand in front of the text, as far as they are known', () => {
  assert.equal(framed(comment('1', 'Hello')), 'Jane Doe, 2024-05-26 11:58 UTC:\nHello');
  assert.equal(framed(comment('1', 'Hello', '')), 'Jane Doe:\nHello');
  assert.equal(framed(comment('1', 'Hello', 'yesterday')), 'Jane Doe, yesterday:\nHello');
  assert.equal(
    framed({ ...comment('1', 'Hello', ''), author: { id: '', name: '' } }),
    'Somebody:\nHello',
  );
});

test('what an object lacks is missing in its order, and what it has is not', () => {
  const stored = [comment('1', 'one'), comment('2', 'two'), comment('3', 'one')];
  const [one, two] = stored.map(framed) as [string, string];
  const idsMissing = (there: { id: string; text: string }[], isSame = false) =>
    missingComments(stored, there, isSame).map(({ id }) => id);
  assert.deepEqual(idsMissing([]), ['1', '2', '3']);
  assert.deepEqual(idsMissing([{ id: '9', text: `${two}\r\n` }]), ['1', '3']);
  assert.deepEqual(idsMissing([{ id: '9', text: one }]), ['2', '3'], 'two alike are two');
  assert.deepEqual(idsMissing([{ id: '1', text: 'one' }], true), ['2', '3']);
  assert.deepEqual(
    idsMissing([{ id: '1', text: 'one' }]),
    ['1', '2', '3'],
    'ids of another object',
  );
});

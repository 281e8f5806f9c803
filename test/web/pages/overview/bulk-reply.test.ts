import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CatalogSchema } from '../../../../src/core/catalog/catalog-store.ts';
import { bulkReply } from '../../../../src/web/pages/overview/bulk-reply.ts';

const schemas = (count: number): CatalogSchema[] =>
  Array.from({ length: count }, (_none, at) => ({ name: `Schema ${at + 1}` }) as CatalogSchema);
const refusedWith = (why: string, count: number) =>
  schemas(count).map((schema) => ({ schema, why }));
const asks = { did: 'scheduled', startsRuns: true } as const;

test('what was refused is named, the first three of it', () => {
  const { flag } = bulkReply({ done: schemas(2), refused: refusedWith('No.', 5) }, asks);
  assert.equal(flag?.title, '2 schemas scheduled');
  assert.equal(flag?.body, 'Schema 1: No. Schema 2: No. Schema 3: No. 2 more were refused.');
  const four = bulkReply({ done: [], refused: refusedWith('No.', 4) }, asks);
  assert.match(four.flag?.body ?? '', / 1 more was refused\.$/);
  assert.equal(flag?.type, 'success');
});

test('a schema that is scheduled, but not backed up now, is told apart from a refused one', () => {
  const outcome = { done: schemas(2), refused: [], notBackedUp: refusedWith('Too many.', 1) };
  const { flag } = bulkReply(outcome, asks);
  assert.equal(flag?.title, '2 schemas scheduled');
  assert.equal(flag?.body, "1 schema couldn't be backed up now. Schema 1: Too many.");
  assert.equal(flag?.actions?.length, 1);
});

test('where nothing was started no progress is offered', () => {
  const outcome = { done: schemas(1), refused: [], notBackedUp: refusedWith('Too many.', 1) };
  assert.deepEqual(bulkReply(outcome, asks).flag?.actions, []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { isReadable, shapeOfFields } from '../../src/storage/stored-shape.ts';

const shape = {
  what: 'This backup',
  schema: z.looseObject({
    state: z.string(),
    verified: z.looseObject({ ok: z.boolean(), at: z.date() }).optional(),
    lines: z.array(z.looseObject({ outcome: z.string() })),
  }),
};
const readable = (document: object, fields: string[]): boolean =>
  isReadable(document, shapeOfFields(shape, fields)!);

test('a document of which some fields were asked for is held to the shape of these', () => {
  assert.ok(readable({ state: 'complete' }, ['state']));
  assert.ok(!readable({ state: 1 }, ['state']));
});

test('one field within another says nothing of the others', () => {
  assert.ok(readable({ verified: { ok: true } }, ['verified.ok']));
  assert.ok(!readable({ verified: { ok: true } }, ['verified']));
});

test('fields of the members of a list are held to the shape of the members', () => {
  assert.ok(readable({ lines: [{ outcome: 'created' }] }, ['lines.outcome']));
  assert.ok(!readable({ lines: [{ outcome: 1 }] }, ['lines.outcome']));
  assert.ok(!readable({ lines: 'x' }, ['lines.outcome']));
});

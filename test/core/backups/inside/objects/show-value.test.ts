import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showValue } from '../../../../../src/core/backups/inside/objects/show-value.ts';
import type { JsonValue } from '../../../../../src/core/kernel/json/json-value.ts';

const textOf = (value: Record<string, JsonValue>): string =>
  showValue(value, { users: new Map(), objects: new Map() }).text;

test('a version and a page are called by name, also where an earlier version kept them as they came', () => {
  assert.equal(textOf({ version: '10010', name: '1.2' }), '1.2');
  assert.equal(textOf({ version: '10010' }), '10010');
  assert.equal(
    textOf({ other: { searchValue: '10010', version: { id: 10_010, name: '1.2' } } }),
    '1.2',
  );
  assert.equal(textOf({ page: '7', name: 'Runbook', url: 'https://w/1' }), 'Runbook');
  assert.equal(
    textOf({ other: { confluencePage: { title: 'Runbook', url: 'https://w/1' } } }),
    'Runbook',
  );
});

test('a value of an unknown form is shown as it came, with what came beside it', () => {
  assert.equal(textOf({ other: { odd: true } }), 'Kept as Assets sent it: {"odd":true}');
  assert.equal(textOf({ value: 'plain', more: { a: 1 } }), 'plain (with it: {"a":1})');
});

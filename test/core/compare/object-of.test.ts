import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/core/kernel/json/json-value.ts';
import { objectOf } from '../../../src/core/compare/object-of.ts';

const valuesOf = (values: JsonObject) =>
  objectOf({
    kind: 'object',
    type: '1',
    id: '7',
    label: 'Seven',
    body: { id: '7', typeId: '1', key: 'K-7', label: 'Seven', values },
  }).values;

test('versions and pages that were kept as they came are read as what is kept of them now', () => {
  const beside = { searchValue: '1', additionalValue: null };
  const values = {
    '1': [{ other: { ...beside, version: { id: 10_010, name: '1.2' } } }, { value: 'text' }],
    '2': [
      { other: { ...beside, confluencePage: { id: '7', title: 'Runbook', url: 'https://w/1' } } },
    ],
    '3': [{ other: { ...beside, confluencePage: { title: 'Runbook', url: 'https://w/1' } } }],
  };
  assert.deepEqual(valuesOf(values), {
    '1': [{ version: '10010', name: '1.2' }, { value: 'text' }],
    '2': [{ page: '7', name: 'Runbook', url: 'https://w/1' }],
    '3': [{ page: 'https://w/1', name: 'Runbook', url: 'https://w/1' }],
  });
});

test('what names no version and no page stays as it came', () => {
  const values = {
    '1': [{ other: { version: { name: 'without an ID' } } }],
    '2': [{ other: { bitbucketRepository: { name: 'infra' } } }],
    '3': [{ other: 'bare' }],
  };
  assert.deepEqual(valuesOf(values), values);
});

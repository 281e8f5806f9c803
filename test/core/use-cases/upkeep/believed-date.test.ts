import assert from 'node:assert/strict';
import { test } from 'node:test';
import { believedDate } from '../../../../src/core/use-cases/upkeep/believed-date.ts';

const NOW = Date.parse('2026-11-26T09:00:00Z');

test('a date that a storage tells is believed up to now, and what is none is the oldest', () => {
  const shown = (written: string): string => believedDate(written, NOW).toISOString();
  assert.equal(shown('2020-01-02T03:04:05.000Z'), '2020-01-02T03:04:05.000Z');
  assert.equal(shown('2099-01-01T00:00:00.000Z'), '2026-11-26T09:00:00.000Z');
  for (const written of ['', 'yesterday', '+300000-01-01T00:00:00Z'])
    assert.equal(shown(written), '1970-01-01T00:00:00.000Z', written);
});

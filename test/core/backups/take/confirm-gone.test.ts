import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirmGone } from '../../../../src/core/backups/take/confirm-gone.ts';
import type { Schema } from '../../../../src/core/assets/model/definitions/schema.ts';
import { Refused } from '../../../../src/core/kernel/errors.ts';

const gone = new Refused('schema-gone', 'The schema was deleted from Assets.');
const { signal } = new AbortController();

test('that a schema is gone is believed when the schema itself is', async () => {
  let asked = 0;
  const present = {
    schema: async () => {
      asked += 1;
      return {} as Schema;
    },
  };
  const absent = { schema: () => Promise.reject(gone) };
  await assert.rejects(confirmGone(gone, present, '1', signal), { code: 'schema-changes' });
  await assert.rejects(confirmGone(gone, absent, '1', signal), gone);
  await confirmGone(new Refused('token-refused', 'no'), present, '1', signal);
  await confirmGone(new Error('another'), present, '1', signal);
  assert.equal(asked, 1);
});

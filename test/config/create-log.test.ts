import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactText } from '../../src/create-log.ts';

test('tokens and shared secrets are taken out of free text', () => {
  const text = redactText(
    'POST&/installed&sharedSecret=8b5babc&x jwt=eyJhbGciOi.eyJpc3Mi.c2ln "password": "hunter2" eyJab.cd.ef',
  );
  for (const secret of ['8b5babc', 'eyJ', 'hunter2'])
    assert.ok(!text.includes(secret), `${secret} in ${text}`);
});

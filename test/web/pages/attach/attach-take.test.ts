import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../../src/core/kernel/errors.ts';
import { attachTake } from '../../../../src/web/pages/attach/attach-take.ts';

test('where attaching is refused, the form shows why with what was typed, but nothing secret', async () => {
  const reply = await attachTake({
    setup: { view: async () => ({ stepsDone: 1 }) },
    attaching: {
      attach: async () => {
        throw new InvalidInput({ database: 'The storage is another one by now.' });
      },
    },
    caller: { tenant: { id: 'acme' }, person: { accountId: 'a', name: 'Ada' } },
    params: { id: 'offer' },
    form: { label: 'Ours', entry: 'fields', host: 'db.example.com', password: 's3cret' },
  } as never);
  assert.ok(reply.view === 'storage-attach');
  assert.equal(reply.model.formError, 'The storage is another one by now.');
  assert.equal(reply.model.storage.label.value, 'Ours');
  assert.equal(reply.model.storage.server[0]?.value, 'db.example.com');
  assert.doesNotMatch(JSON.stringify(reply.model), /s3cret/);
});

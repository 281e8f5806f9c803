import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Conflict } from '../../../../../src/core/kernel/errors.ts';
import type { Call } from '../../../../../src/web/handling/call.ts';
import { backupDelete } from '../../../../../src/web/pages/backups/dialogs/backup-delete.ts';
import { backupDeleteAsk } from '../../../../../src/web/pages/backups/dialogs/backup-delete-ask.ts';

type DeleteCall = Call<'backups' | 'retention' | 'runs' | 'storages', 'id'>;

const HELD = 'All backups of Tiny are on hold: Audit. Lift the hold before you delete any.';
const refuse = async (): Promise<never> => {
  throw new Conflict('backup-held', HELD);
};

const callOf = (requestDelete?: () => Promise<undefined>): DeleteCall =>
  ({
    backups: {
      get: async () => ({ id: 'b', schema: { name: 'Tiny' }, completedAt: new Date(0) }),
      assertDeletable: refuse,
      requestDelete,
    },
    retention: { binMs: 0 },
    runs: { isRead: async () => false },
    storages: { names: async () => new Map() },
    caller: { tenant: { id: 't' }, person: { accountId: '1', name: 'Ada' } },
    params: { id: '0123456789abcdef01234567' },
    form: { name: 'Tiny' },
    reader: { timeZone: 'UTC', nowMs: 0, locale: 'en-GB' },
  }) as unknown as DeleteCall;

test('a hold on the whole schema keeps the dialog of each of its backups from deleting', async () => {
  const { model } = await backupDeleteAsk(callOf());
  assert.equal(model.kept, HELD);
});

test('a hold that came while the dialog was open is told in it, not as a change elsewhere', async () => {
  const reply = await backupDelete(callOf(refuse));
  assert.ok(reply.view === 'backup-delete-ask');
  assert.equal(reply.model.kept, HELD);
});

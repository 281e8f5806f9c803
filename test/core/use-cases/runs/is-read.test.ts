import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partKind } from '../../../../src/core/backups/background/part-kind.ts';
import { deleteBackupKind } from '../../../../src/core/backups/delete/delete-backup.ts';
import { verifyKind } from '../../../../src/core/backups/verify/verify-backup.ts';
import { runId, tenantId } from '../../../../src/core/kernel/ids.ts';
import { restoreCheckKind } from '../../../../src/core/restores/check/restore-check-kind.ts';
import { restorePlanKind } from '../../../../src/core/restores/plan/restore-plan-kind.ts';
import { restoreKind } from '../../../../src/core/restores/restore-kind.ts';
import type { Run } from '../../../../src/core/runs/run.ts';
import { Runs } from '../../../../src/core/use-cases/runs/runs.ts';
import { runKinds } from '../../../../src/run-kinds.ts';

const [tenant, backup, another] = [tenantId('t'), runId('a'.repeat(24)), runId('b'.repeat(24))];

/** What runs say while one of this kind is open that is about the backup. */
function whileOpen(kind: { name: string }): Runs {
  const open = [{ kind: kind.name, backupId: backup } as unknown as Run];
  const deps = { runs: { open: async () => open }, kinds: runKinds };
  return new Runs(deps as unknown as ConstructorParameters<typeof Runs>[0]);
}

for (const kind of [verifyKind, partKind, restorePlanKind, restoreKind, restoreCheckKind])
  test(`whoever deletes a backup is told that it waits for an open run: ${kind.shown.title}`, async () => {
    assert.equal(await whileOpen(kind).isRead(tenant, backup), true);
    assert.equal(await whileOpen(kind).isRead(tenant, another), false);
  });

test('the deletion of a backup itself is nothing that it waits for', async () => {
  assert.equal(await whileOpen(deleteBackupKind).isRead(tenant, backup), false);
});

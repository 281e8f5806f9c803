import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BackupInStorage } from '../../../../src/core/backups/stored-backups.ts';
import { catalogId, runId, tenantId } from '../../../../src/core/kernel/ids.ts';
import type { OwnStorage } from '../../../../src/core/storages/storage.ts';
import {
  RemoveStorages,
  type RemoveStoragesDeps,
} from '../../../../src/core/use-cases/storages/remove-storages.ts';

const alice = tenantId('alice');
const [kept, other] = [catalogId('kept'), catalogId('other')];
const HOLD = { reason: 'Audit', by: { accountId: 'ada', name: 'Ada' }, at: new Date(0) };

/** A storage with these backups, of two schemas, of which one may be on hold. */
function removing(backups: Partial<BackupInStorage>[], { isSchemaHeld = false } = {}) {
  const deleted: string[] = [];
  const there = backups.map((backup, at) => ({
    id: runId(`b${at}`),
    catalogId: other,
    isHeld: false,
    isLeaving: false,
    isBeingDeleted: false,
    ...backup,
  }));
  const schemas = [
    { id: kept, name: 'Kept', ...(isSchemaHeld && { hold: HOLD }) },
    { id: other, name: 'Other' },
  ];
  const removals = new RemoveStorages({
    store: { list: async () => [{ id: 'ours', label: 'Ours' } as OwnStorage] },
    stored: { inStorage: async () => there },
    backups: { requestDelete: async (_tenant: unknown, id: string) => deleted.push(id) > 0 },
    catalog: {
      find: async (_tenant: unknown, ids: string[]) => schemas.filter(({ id }) => ids.includes(id)),
      setBackupFacts: async () => undefined,
    },
    runs: { open: async () => [] },
    sites: { sources: async () => [] },
  } as unknown as RemoveStoragesDeps);
  return { removals, deleted };
}

const IN_BIN = { isLeaving: true };
const DELETING = { isLeaving: true, isBeingDeleted: true };

for (const [what, backups, isSchemaHeld] of [
  ['a listed one', [{ isHeld: true }, {}], false],
  ['one in the bin', [{ ...IN_BIN, isHeld: true }, {}], false],
  ['one in the bin whose schema is on hold', [{ ...IN_BIN, catalogId: kept }, {}], true],
] as const)
  test(`a storage isn't emptied while a backup in it is on hold: ${what}`, async () => {
    const { removals, deleted } = removing([...backups], { isSchemaHeld });
    await assert.rejects(removals.deleteBackups(alice, 'ours', 'Ours'), {
      code: 'backup-held',
      message: /^1 backup is on hold there/,
    });
    assert.deepEqual(deleted, []);
  });

test('what is being deleted is kept by no hold any more, and the others go, from the bin as well', async () => {
  const backups = [{ ...DELETING, catalogId: kept }, IN_BIN, {}];
  const { removals, deleted } = removing(backups, { isSchemaHeld: true });
  const { schemas, listed, leaving } = await removals.look(alice, 'ours');
  assert.deepEqual(schemas, [{ id: other, name: 'Other', backups: 1 }]);
  assert.deepEqual([listed, leaving], [1, 2]);
  assert.equal(await removals.deleteBackups(alice, 'ours', 'Ours'), 3);
  assert.deepEqual(deleted.toSorted(), ['b0', 'b1', 'b2']);
});

/**
 * Two storages of a tenant and backups of one schema in the first, without a service: what the run
 * that copies them is tried on.
 */
import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../src/clock.ts';
import { CopyBackups, type CopyBackupsDeps } from '../../../src/core/backups/copy/copy-backups.ts';
import type { PartDefinition } from '../../../src/core/backups/reading/part-definition.ts';
import { copyKind } from '../../../src/core/backups/copy/copy-kind.ts';
import {
  tenantId,
  type CatalogId,
  type RunId,
  type TenantId,
} from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { SERVICE_STORAGE, type Storage } from '../../../src/core/storages/storage.ts';
import type { SealedBackup } from '../../../src/core/storages/records/backup-writer.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { MongoCatalogStore } from '../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';
import { cloudSource } from '../sites/cloud-site.ts';
import { testDatabase } from '../databases/test-database.ts';
import { SITE, VaultUser } from '../backups/vault-user.ts';
import { nothingNoted } from '../../../src/core/backups/nothing-noted.ts';

export const OWN: Storage = { id: 'own', kind: 'own-database' };
const TIMES = { leaseMs: 2_000, heartbeatMs: 50, marginMs: 20 };
const by = { accountId: '1', name: 'Alice' };

export type CopyRig = Awaited<ReturnType<typeof copyRig>>;

/** `parts`: what backups consist of, if not of what every backup does. */
export async function copyRig(parts?: readonly PartDefinition[]) {
  const stored = await openStores(parts);
  const { alice, things, runs, backups, catalog, storages, service, own, codec } = stored;
  const here = new VaultUser(storages.open(alice, SERVICE_STORAGE.id), alice);
  const there = new VaultUser(storages.open(alice, OWN.id), alice);
  let sequence = 0;

  /** Takes a backup as its run does, and lists it. */
  async function backUp(records: BackupRecord[], base?: RunId): Promise<RunId> {
    sequence += 1;
    const { id, ...sealed } = await here.backUp(records, base);
    const pending = pendingBackup({ id, sequence, sealed, alice, catalogId: things.id });
    await backups.prepare(pending, 1);
    const completedAt = new Date(pending.createdAt.getTime() + 60_000);
    await backups.complete(alice, id, { fence: 1, completedAt });
    return id;
  }

  const ask = (ids: RunId[], storageId = OWN.id) =>
    runs.enqueue({
      id: newRunId(),
      tenantId: alice,
      kind: copyKind,
      input: { storageId, label: 'Our own', backups: ids },
      catalogId: things.id,
      trigger: 'manual',
      requestedBy: by,
    });

  /** Claims the queued run; from a holder whose heart stands still as if its lease had passed. */
  async function claim(clock = systemClock, kind: { name: string } = copyKind) {
    let ahead = 0;
    const ticking = { ...clock, monotonicMs: () => clock.monotonicMs() + ahead };
    const queue = new MongoRunQueue(service, codec, ticking, TIMES);
    for (;;) {
      const lease = await queue.claim([kind.name]);
      if (lease) return lease;
      ahead += TIMES.leaseMs;
      await systemClock.sleep(5);
    }
  }

  return {
    ...stored,
    here,
    there,
    backUp,
    ask,
    claim,
    documents: (name: string) => own.collection(name),
    handler: (use: Partial<CopyBackupsDeps> = {}) =>
      new CopyBackups({ clock: systemClock, backups, runs, catalog, storages, ...use }),
    /** Those of the schema that are listed in the other storage. */
    copies: async () =>
      (await backups.all(alice, things.id)).backups.filter(({ storageId }) => storageId === OWN.id),
  };
}

async function openStores(parts: readonly PartDefinition[] | undefined) {
  const [{ connection: service }, { connection: own }] = [
    await testDatabase(),
    await testDatabase(),
  ];
  const keys = new TenantKeys(service, new KeyRing(new Map([['k', randomBytes(32)]])));
  const codec = new RunCodec(runKinds, new SecretBox(keys));
  const catalog = new MongoCatalogStore(service);
  const stores = {
    runs: new MongoRunStore(service, codec),
    backups: new MongoBackupStore(service),
    catalog,
    storages: new MongoStorages(
      [
        { storage: SERVICE_STORAGE, connection: service },
        { storage: OWN, connection: own },
      ],
      keys,
      { parts },
    ),
  };
  for (const connection of [service, own]) await ensureIndexes(connection);
  const alice = tenantId('alice');
  const source = cloudSource({ tenantId: alice });
  await catalog.seen(source, [{ schemaId: '1', name: 'Things', key: 'T', objectCount: 0 }]);
  const [things] = await catalog.all(alice, source.id);
  if (!things) throw new Error('There is no schema.');
  return { ...stores, service, own, codec, alice, things };
}

function pendingBackup({
  id,
  sequence,
  sealed: { header, rootHash, storedBytes },
  alice,
  catalogId,
}: {
  id: RunId;
  sequence: number;
  sealed: SealedBackup;
  alice: TenantId;
  catalogId: CatalogId;
}) {
  return {
    id,
    tenantId: alice,
    catalogId,
    site: { siteUrl: SITE.siteUrl, workspaceId: SITE.workspaceId, accountId: '1' },
    schema: { id: '1', name: 'Things', key: 'T' },
    trigger: 'manual' as const,
    requestedBy: by,
    sequence,
    createdAt: new Date(Date.UTC(2026, 0, sequence)),
    formatVersion: header.formatVersion,
    storageId: SERVICE_STORAGE.id,
    parts: header.parts,
    contentBytes: header.contentBytes,
    storedBytes,
    rootHash,
    ...nothingNoted(),
  };
}

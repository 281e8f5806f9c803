import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import { runId } from '../../kernel/ids.ts';
import type { Site } from '../../sites/site.ts';
import type { SealedBackup } from '../../storages/records/backup-writer.ts';
import type { BackupLease, BackupScope } from '../backup-kind.ts';
import type { PendingBackup } from '../backup-store.ts';
import type { ReadingState } from '../reading/part-reading.ts';
import type { BackupReading } from './backup-reading.ts';

/** Which backup it is, and what was noted while it was read. */
interface Taken {
  lease: BackupLease;
  site: Site;
  schema: CatalogSchema;
  scope: BackupScope;
  state: ReadingState;
}

/** A backup whose content is sealed, as its store takes it. */
export function pendingBackup(
  { lease: { run }, site, schema, scope, state }: Taken,
  { header, rootHash, storedBytes }: SealedBackup,
  moving: BackupReading['moving'],
): PendingBackup {
  return {
    id: run.id,
    tenantId: run.tenantId,
    catalogId: schema.id,
    site: {
      siteUrl: site.siteUrl,
      workspaceId: site.key,
      accountId: site.account.accountId,
    },
    schema: { id: schema.schemaId, name: schema.name, key: schema.key },
    trigger: run.trigger,
    requestedBy: run.requestedBy,
    sequence: run.sequence,
    createdAt: run.queuedAt,
    startedAt: run.startedAt,
    formatVersion: header.formatVersion,
    storageId: scope.storageId,
    baseId: header.baseId === undefined ? undefined : runId(header.baseId),
    parts: header.parts,
    contentBytes: header.contentBytes,
    storedBytes,
    rootHash,
    unsaved: state.unsaved.listed,
    unsavedCount: state.unsaved.count,
    kept: state.kept.listed,
    keptCount: state.kept.count,
    lost: state.lost.listed,
    lostCount: state.lost.count,
    moving: moving.listed,
    movingCount: moving.count,
  };
}

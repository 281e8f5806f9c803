/**
 * From version 0.1, where a complete run of kind `backup` was the backup: its facts, pins and marks
 * move into a document of `backups`, and the run keeps what a run has. A backup counts only after
 * its run gave its facts away, by compare-and-set: one that was deleted meanwhile does not come
 * back, however late a replica wakes that had read its run before.
 */
import type { Connection } from 'mongoose';
import { partsOfCounts } from '../../core/backups/parts/parts-of-counts.ts';
import { eachDocument } from '../each-document.ts';
import { definedFields } from '../set-fields.ts';
import type { BackupDocument } from '../stores/backups/backup-document.ts';
import { isDuplicate, translated } from '../translate-error.ts';
import type { OldBackupRun } from './old-backup-run.ts';

const MOVED = { result: 1, description: 1, deleteRequested: 1, pins: 1, verified: 1 } as const;
const UNMOVED = { kind: 'backup', state: 'complete', result: { $exists: true } } as const;

export async function moveBackups(database: Connection): Promise<void> {
  const runs = database.collection<OldBackupRun>('runs');
  for await (const run of eachDocument<OldBackupRun>(runs.find(UNMOVED))) {
    await insertPending(database, backupOf(run));
    await translated(() => runs.updateOne({ _id: run._id, ...UNMOVED }, { $unset: MOVED }));
  }
  await completePending(database);
}

/** Unless it already exists. */
async function insertPending(database: Connection, backup: BackupDocument): Promise<void> {
  const backups = database.collection<BackupDocument>('backups');
  const { _id, ...fields } = definedFields(backup);
  try {
    await translated(() => backups.updateOne({ _id }, { $setOnInsert: fields }, { upsert: true }));
  } catch (error) {
    if (!isDuplicate(error)) throw error; // another replica has just inserted it
  }
}

/** Those whose run succeeded count from now on; those whose run is gone were deleted meanwhile. */
async function completePending(database: Connection): Promise<void> {
  const backups = database.collection<BackupDocument>('backups');
  const runs = database.collection<{ _id: string; state: string; fence: number }>('runs');
  const unsettled = eachDocument<BackupDocument>(backups.find({ state: 'pending' }));
  for await (const { _id, fence } of unsettled) {
    const pending = { _id, state: 'pending', fence } as const;
    const run = await translated(() => runs.findOne({ _id }));
    if (run?.state === 'complete' && run.fence === fence)
      await translated(() => backups.updateOne(pending, { $set: { state: 'complete' } }));
    else if (!run?.state) await translated(() => backups.deleteOne(pending));
  }
}

function backupOf(run: OldBackupRun): BackupDocument {
  const { _id, tenantId, catalogId, fence, trigger, requestedBy, startedAt, result } = run;
  const { workspaceId, siteUrl, accountId, counts, ...facts } = result;
  return {
    _id,
    tenantId,
    catalogId,
    state: 'pending',
    fence,
    site: { siteUrl, workspaceId, accountId },
    trigger,
    requestedBy,
    createdAt: run.queuedAt,
    startedAt,
    completedAt: run.endedAt,
    ...facts,
    parts: partsOfCounts(counts),
    description: run.description ?? '',
    pins: run.pins ?? [],
    verified: run.verified,
    deleteRequested: run.deleteRequested ?? false,
  };
}

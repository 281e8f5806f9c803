import type { Backup, Binned, Damage, Verified } from '../../../core/backups/backup.ts';
import type { Hold } from '../../../core/catalog/hold.ts';
import type {
  BackupStore,
  PartsChange,
  PendingBackup,
} from '../../../core/backups/backup-store.ts';
import { Conflict, LeaseLost, NotFound, Unavailable } from '../../../core/kernel/errors.ts';
import type { CatalogId, RunId, TenantId } from '../../../core/kernel/ids.ts';
import { inBatches } from '../../../core/kernel/collections/in-batches.ts';
import { isBeingRead } from '../../../core/backups/held-part.ts';
import { setFields } from '../../set-fields.ts';
import type { BackupDocument } from './backup-document.ts';
import {
  BINNED,
  COMPLETE,
  NOT_CLAIMED,
  NOT_HELD,
  PENDING,
  STAYING,
  completeOne,
  completing,
} from './backup-query.ts';
import { MongoBackupLists } from './mongo-backup-lists.ts';
import { toBackup } from './to-backup.ts';

const GONE = 'This backup no longer exists. Reload the page.';
/** Somebody else interferes this often only if something is wrong. */
const MAX_TRIES = 50;
/** Documents that one call is about. */
const AT_ONCE = 200;

export class MongoBackupStore extends MongoBackupLists implements BackupStore {
  async prepare(backup: PendingBackup, fence: number): Promise<void> {
    const { id, schema: of, ...fields } = backup;
    const document: BackupDocument = {
      _id: id,
      ...fields,
      schemaId: of.id,
      schemaName: of.name,
      schemaKey: of.key,
      ...PENDING,
      fence,
      description: fields.description ?? '',
      pins: [],
      deleteRequested: false,
      ...completing(fields.parts),
    };
    const mine = this.backups.of(backup.tenantId);
    const older = { _id: id, ...PENDING, fence: { $lte: fence } };
    const prepared = (await mine.replace(older, document)) || (await mine.insert(document));
    if (!prepared) throw new LeaseLost();
  }

  adopt({ id, schema: of, ...fields }: Backup): Promise<boolean> {
    const named = { schemaId: of.id, schemaName: of.name, schemaKey: of.key };
    const document: BackupDocument = {
      _id: id,
      ...fields,
      ...named,
      ...COMPLETE,
      fence: 0,
      ...completing(fields.parts),
    };
    return this.backups.of(fields.tenantId).insert(document);
  }

  async complete(
    tenantId: TenantId,
    id: RunId,
    { fence, completedAt }: { fence: number; completedAt: Date },
  ): Promise<void> {
    await this.backups
      .of(tenantId)
      .update({ _id: id, ...PENDING, fence }, { $set: { ...COMPLETE, completedAt } });
  }

  async dropPending(tenantId: TenantId, id: RunId): Promise<void> {
    await this.backups.of(tenantId).delete({ _id: id, ...PENDING });
  }

  async get(tenantId: TenantId, id: RunId): Promise<Backup> {
    const document = await this.backups.of(tenantId).findOne(completeOne(id));
    if (!document) throw new NotFound(GONE);
    return toBackup(document);
  }

  async describe(tenantId: TenantId, id: RunId, description: string): Promise<Backup> {
    await this.#set(tenantId, id, { description });
    return this.get(tenantId, id);
  }

  async changeParts(
    tenantId: TenantId,
    id: RunId,
    change: (backup: Backup) => PartsChange | undefined,
  ): Promise<void> {
    const mine = this.backups.of(tenantId);
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const document = await mine.findOne(completeOne(id));
      if (!document) throw new NotFound(GONE);
      const changed = change(toBackup(document));
      if (!changed) return;
      const { partsVersion = 0 } = document;
      // One that was never changed has no version.
      const asRead = { ...completeOne(id), partsVersion: partsVersion === 0 ? null : partsVersion };
      const beingCompleted = changed.parts.some(isBeingRead) || undefined;
      const fields = { ...changed, beingCompleted, partsVersion: partsVersion + 1 };
      if (await mine.update(asRead, setFields(fields))) return;
    }
    throw new Unavailable('backup-busy', 'This backup keeps being changed. Try again in a minute.');
  }

  async pin(tenantId: TenantId, id: RunId, pin: RunId): Promise<void> {
    const pinned = await this.backups
      .of(tenantId)
      .update({ ...completeOne(id), ...STAYING }, { $addToSet: { pins: String(pin) } });
    if (!pinned)
      throw new Conflict(
        'backup-being-deleted',
        'This backup is being deleted. Choose another one.',
      );
  }

  async unpin(tenantId: TenantId, pin: RunId): Promise<void> {
    await this.backups
      .of(tenantId)
      .updateMany({ pins: String(pin) }, { $pull: { pins: String(pin) } });
  }

  async requestDelete(
    tenantId: TenantId,
    id: RunId,
    { fromBin } = { fromBin: false },
  ): Promise<boolean> {
    const change = { $set: { deleteRequested: true }, $unset: { undeleted: 1 } };
    const free = { ...completeOne(id), ...NOT_HELD, ...(fromBin && BINNED) };
    if (await this.backups.of(tenantId).update(free, change)) return true;
    await this.get(tenantId, id);
    return false;
  }

  async claimDeletion(
    tenantId: TenantId,
    ids: readonly RunId[],
    { by, ended }: { by: RunId; ended: readonly RunId[] },
  ): Promise<void> {
    const free = { ...COMPLETE, deleteRequested: true, ...NOT_HELD };
    const deletedBy = { $in: [null, by, ...ended] };
    for (const some of inBatches(ids, AT_ONCE))
      await this.backups
        .of(tenantId)
        .updateMany({ _id: { $in: some }, ...free, deletedBy }, { $set: { deletedBy: by } });
  }

  async releaseDeletion(tenantId: TenantId, ids: readonly RunId[], by: RunId): Promise<void> {
    for (const some of inBatches(ids, AT_ONCE))
      await this.backups
        .of(tenantId)
        .updateMany({ _id: { $in: some }, deletedBy: by }, { $unset: { deletedBy: 1 } });
  }

  async keep(
    tenantId: TenantId,
    id: RunId,
    undeleted: NonNullable<Backup['undeleted']>,
  ): Promise<void> {
    await this.backups
      .of(tenantId)
      .update(
        { ...completeOne(id), ...NOT_CLAIMED },
        { $set: { deleteRequested: false, undeleted } },
      );
  }

  async hold(tenantId: TenantId, id: RunId, hold: Hold | undefined): Promise<void> {
    const staying = { ...completeOne(id), ...STAYING };
    if (!(await this.backups.of(tenantId).update(staying, setFields({ hold }))))
      throw new NotFound(GONE);
  }

  async bin(tenantId: TenantId, id: RunId, binned: Binned | undefined): Promise<boolean> {
    const free = { ...completeOne(id), ...STAYING, ...(binned && NOT_HELD) };
    if (await this.backups.of(tenantId).update(free, setFields({ binned }))) return true;
    await this.get(tenantId, id);
    return false;
  }

  async setVerified(tenantId: TenantId, id: RunId, verified: Verified): Promise<void> {
    await this.#set(tenantId, id, verified.ok ? { verified, damage: undefined } : { verified });
  }

  async noteDamage(tenantId: TenantId, id: RunId, damage: Damage): Promise<CatalogId | undefined> {
    const noted = await this.backups
      .of(tenantId)
      .findOneAndUpdate(completeOne(id), { $set: { damage } });
    return noted?.catalogId;
  }

  async remove(tenantId: TenantId, ids: readonly RunId[]): Promise<void> {
    await this.backups.of(tenantId).deleteThese(ids);
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.backups.purge(tenantId);
  }

  async #set(tenantId: TenantId, id: RunId, fields: Partial<BackupDocument>): Promise<void> {
    const found = await this.backups.of(tenantId).update(completeOne(id), setFields(fields));
    if (!found) throw new NotFound(GONE);
  }
}

import type { Connection } from 'mongoose';
import type { Backup, Binned, Damage, Verified } from '../../../core/backups/backup.ts';
import type { Hold } from '../../../core/catalog/hold.ts';
import type {
  BackupFilter,
  BackupStore,
  PartsChange,
  PendingBackup,
  StoredBackup,
  TimelineBackup,
} from '../../../core/backups/backup-store.ts';
import { Conflict, LeaseLost, NotFound, Unavailable } from '../../../core/kernel/errors.ts';
import type { CatalogId, RunId, TenantId } from '../../../core/kernel/ids.ts';
import { isBeingRead } from '../../../core/backups/held-part.ts';
import { pageOf, type Page } from '../../../core/kernel/page.ts';
import type { CopyableBackup } from '../../../core/backups/copyable-backup.ts';
import type { RetainedBackup } from '../../../core/backups/retention/plan-retention.ts';
import { setFields } from '../../set-fields.ts';
import { COPYABLE_FIELDS, eachOnce, toCopyable } from './to-copyable.ts';
import { RETAINED_FIELDS, retainedByStorage } from './retained-by-storage.ts';
import { TenantCollection } from '../../tenant-collection.ts';
import { backupSchema, backupShape, type BackupDocument } from './backup-document.ts';
import {
  COMPLETE,
  PENDING,
  completeOne,
  completing,
  inBin,
  listed,
  ofSchema,
  backupQuery,
} from './backup-query.ts';
import { MongoBackupUpkeep } from './mongo-backup-upkeep.ts';
import { toBackup, toTimeline } from './to-backup.ts';

const GONE = 'This backup no longer exists. Reload the page.';
/** Somebody else interferes this often only if something is wrong. */
const MAX_TRIES = 50;
const NEWEST_FIRST = { sequence: -1, createdAt: -1 } as const;
const WHEN_FIELDS = { completedAt: 1, createdAt: 1, trigger: 1, 'copied.original': 1 } as const;
const TIMELINE_FIELDS = { ...WHEN_FIELDS, parts: 1, 'verified.ok': 1, damage: 1 } as const;

export class MongoBackupStore extends MongoBackupUpkeep implements BackupStore {
  readonly #backups: TenantCollection<BackupDocument>;

  constructor(connection: Connection) {
    const shaped = [backupSchema, backupShape] as const;
    const backups = new TenantCollection<BackupDocument>(connection, 'Backup', ...shaped);
    super(backups.everyTenant);
    this.#backups = backups;
  }

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
    const mine = this.#backups.of(backup.tenantId);
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
    return this.#backups.of(fields.tenantId).insert(document);
  }

  async complete(
    tenantId: TenantId,
    id: RunId,
    { fence, completedAt }: { fence: number; completedAt: Date },
  ): Promise<void> {
    await this.#backups
      .of(tenantId)
      .update({ _id: id, ...PENDING, fence }, { $set: { ...COMPLETE, completedAt } });
  }

  async dropPending(tenantId: TenantId, id: RunId): Promise<void> {
    await this.#backups.of(tenantId).delete({ _id: id, ...PENDING });
  }

  async get(tenantId: TenantId, id: RunId): Promise<Backup> {
    const document = await this.#backups.of(tenantId).findOne(completeOne(id));
    if (!document) throw new NotFound(GONE);
    return toBackup(document);
  }

  async list(
    tenantId: TenantId,
    catalogId: CatalogId,
    filter: BackupFilter,
  ): Promise<Page<Backup>> {
    const { page, pageSize } = filter;
    const mine = this.#backups.of(tenantId);
    const query = { ...listed(catalogId), ...backupQuery(filter) };
    const range = {
      sort: NEWEST_FIRST,
      skip: (page - 1) * pageSize,
      limit: pageSize,
    } as const;
    const [{ documents, unreadable }, total] = await Promise.all([
      mine.findReadable(query, range),
      mine.count(query),
    ]);
    return pageOf(documents.map(toBackup), total, { page, pageSize, unreadable });
  }

  async newest(
    tenantId: TenantId,
    catalogId: CatalogId,
    most: number,
    filter: Pick<BackupFilter, 'storageId'> = {},
  ): Promise<Backup[]> {
    const range = { sort: NEWEST_FIRST, limit: most };
    const mine = this.#backups.of(tenantId);
    return (await mine.findWithin(listed(catalogId), backupQuery(filter), range)).map(toBackup);
  }

  countNewer(tenantId: TenantId, { catalogId, sequence, createdAt }: Backup): Promise<number> {
    const later = { createdAt: { $gt: createdAt } };
    const newer =
      sequence === undefined
        ? [{ sequence: { $exists: true } }, later]
        : [{ sequence: { $gt: sequence } }, { sequence, ...later }];
    return this.#backups.of(tenantId).count({ ...listed(catalogId), $or: newer });
  }

  async since(
    tenantId: TenantId,
    catalogId: CatalogId,
    from: Date,
    limit: number,
  ): Promise<TimelineBackup[]> {
    const query = { ...listed(catalogId), completedAt: { $gte: from } };
    const documents = await this.#backups.of(tenantId).find(query, {
      select: TIMELINE_FIELDS,
      sort: NEWEST_FIRST,
      limit,
    });
    return eachOnce(documents).map(toTimeline);
  }

  async stored(
    tenantId: TenantId,
    catalogId: CatalogId,
    limit: number,
  ): Promise<{ bytes: number; newest: StoredBackup[] }> {
    const mine = this.#backups.of(tenantId);
    const query = { ...ofSchema(catalogId), deleteRequested: false };
    const [sums, documents] = await Promise.all([
      mine.group<{ bytes: number }>(query, { _id: null, bytes: { $sum: '$storedBytes' } }),
      mine.find(query, {
        select: { ...WHEN_FIELDS, storedBytes: 1 },
        sort: { createdAt: -1 },
        limit,
      }),
    ]);
    const newest = eachOnce(documents).map(({ completedAt, createdAt, trigger, storedBytes }) => ({
      at: completedAt ?? createdAt,
      trigger,
      storedBytes,
    }));
    return { bytes: sums[0]?.bytes ?? 0, newest };
  }

  async all(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]> {
    return (await this.#backups.of(tenantId).find(ofSchema(catalogId))).map(toBackup);
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
    const mine = this.#backups.of(tenantId);
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
    const pinned = await this.#backups
      .of(tenantId)
      .update({ ...completeOne(id), deleteRequested: false }, { $addToSet: { pins: String(pin) } });
    if (!pinned)
      throw new Conflict(
        'backup-being-deleted',
        'This backup is being deleted. Choose another one.',
      );
  }

  async unpin(tenantId: TenantId, pin: RunId): Promise<void> {
    await this.#backups
      .of(tenantId)
      .updateMany({ pins: String(pin) }, { $pull: { pins: String(pin) } });
  }

  async requestDelete(tenantId: TenantId, id: RunId): Promise<void> {
    const change = { $set: { deleteRequested: true }, $unset: { undeleted: 1 } };
    if (!(await this.#backups.of(tenantId).update(completeOne(id), change)))
      throw new NotFound(GONE);
  }

  async keep(
    tenantId: TenantId,
    id: RunId,
    undeleted: NonNullable<Backup['undeleted']>,
  ): Promise<void> {
    await this.#backups
      .of(tenantId)
      .update(completeOne(id), { $set: { deleteRequested: false, undeleted } });
  }

  hold(tenantId: TenantId, id: RunId, hold: Hold | undefined): Promise<void> {
    return this.#set(tenantId, id, { hold });
  }

  bin(tenantId: TenantId, id: RunId, binned: Binned | undefined): Promise<void> {
    return this.#set(tenantId, id, { binned });
  }

  async inBin(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]> {
    const sort = { 'binned.at': -1 } as const;
    return (await this.#backups.of(tenantId).find(inBin(catalogId), { sort })).map(toBackup);
  }

  async retainable(
    tenantId: TenantId,
    catalogId: CatalogId,
  ): Promise<Map<string, RetainedBackup[]>> {
    const select = RETAINED_FIELDS;
    return retainedByStorage(await this.#backups.of(tenantId).find(listed(catalogId), { select }));
  }

  async copyable(tenantId: TenantId, catalogId: CatalogId): Promise<CopyableBackup[]> {
    const select = COPYABLE_FIELDS;
    const documents = await this.#backups.of(tenantId).find(listed(catalogId), { select });
    return documents.map(toCopyable);
  }

  async setVerified(tenantId: TenantId, id: RunId, verified: Verified): Promise<void> {
    await this.#set(tenantId, id, verified.ok ? { verified, damage: undefined } : { verified });
  }

  async noteDamage(tenantId: TenantId, id: RunId, damage: Damage): Promise<CatalogId | undefined> {
    const noted = await this.#backups
      .of(tenantId)
      .findOneAndUpdate(completeOne(id), { $set: { damage } });
    return noted?.catalogId;
  }

  async damaged(tenantId: TenantId, catalogId: CatalogId): Promise<Backup[]> {
    const isDamaged = { $or: [{ damage: { $exists: true } }, { 'verified.ok': false }] };
    const mine = this.#backups.of(tenantId);
    const damaged = await mine.findWithin(listed(catalogId), isDamaged, {
      sort: { createdAt: -1 },
    });
    return damaged.map(toBackup);
  }

  async remove(tenantId: TenantId, id: RunId): Promise<void> {
    await this.#backups.of(tenantId).delete({ _id: String(id) });
  }

  async purge(tenantId: TenantId): Promise<void> {
    await this.#backups.purge(tenantId);
  }

  async #set(tenantId: TenantId, id: RunId, fields: Partial<BackupDocument>): Promise<void> {
    const found = await this.#backups.of(tenantId).update(completeOne(id), setFields(fields));
    if (!found) throw new NotFound(GONE);
  }
}

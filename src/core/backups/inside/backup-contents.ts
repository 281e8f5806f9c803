import { Damaged, orAbsent } from '../../kernel/errors.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { Page } from '../../kernel/page.ts';
import { isUnreachableError } from '../../storages/is-unreachable.ts';
import type { Storages } from '../../storages/storages.ts';
import type { BackupRecord } from '../../storages/records/backup-record.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import type { Backup } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';
import { getBackup } from '../get-backup.ts';
import { archivedKey, archivingOf, type Archiving } from '../parts/archived/archived-record.ts';
import { historyKey } from '../parts/history/history-record.ts';
import {
  readStoredAttachments,
  type StoredAttachment,
} from '../parts/attachments/attachments-record.ts';
import { openAttachment, type AttachedFile, type WantedAttachment } from './open-attachment.ts';
import { attributesOf } from './structure/attributes-of.ts';
import { avatarPicture, type HiddenPicture } from './avatar-picture.ts';
import { findObjects, type ObjectLine, type WantedObjects } from './objects/find-objects.ts';
import { iconPictures, type Picture } from './icon-pictures.ts';
import { namesOfValues } from './objects/names-of-values.ts';
import {
  readObjectHistory,
  type ObjectHistory,
  type WantedHistory,
} from './objects/read-object-history.ts';
import { objectNames } from './objects/object-names.ts';
import { readSettings, type SchemaSettings } from './structure/schema-settings.ts';
import { readIssuesOf, type IssuesOfBackup } from './read-issues-of.ts';
import { showValue, type ShownValue } from './objects/show-value.ts';
import { StoredObject } from './objects/stored-object.ts';
import { inTreeOrder, readTypes } from './structure/stored-type.ts';

export interface TypeInTree {
  id: string;
  name: string;
  description: string;
  /** What the site called its icon; empty where that is not known. */
  iconName: string;
  /** Its picture, where the backup has it. */
  picture?: Picture | undefined;
  depth: number;
  abstract: boolean;
  objectCount: number;
}
export interface ObjectView {
  id: string;
  typeId: string;
  typeName: string;
  key: string;
  label: string;
  created: string;
  updated: string;
  attributes: { name: string; values: ShownValue[] }[];
  /** When it was archived, and by whom; undefined for one that was not. */
  archiving: Archiving | undefined;
  /** Undefined where the backup has none. */
  avatar: Picture | HiddenPicture | undefined;
  /** The backup has its history. */
  hasHistory: boolean;
  /** As the backup has them, the oldest first. */
  attachments: StoredAttachment[];
}

/** What a backup holds: everything here is read from the backup, nothing from Atlassian. */
export class BackupContents {
  readonly #backups: BackupStore;
  readonly #storages: Storages;

  constructor(deps: { backups: BackupStore; storages: Storages }) {
    this.#backups = deps.backups;
    this.#storages = deps.storages;
  }

  /**
   * The object types in the order of a tree, with their depth and the number of objects of each.
   * @throws NotFound, Damaged
   */
  async tree(
    tenantId: TenantId,
    backupId: RunId,
  ): Promise<{ backup: Backup; types: TypeInTree[] }> {
    const { reader, backup } = await this.#open(tenantId, backupId);
    const counts = await reader.countsByType('object');
    const types = await readTypes(reader);
    const pictures = await iconPictures(reader, new Set(types.map(({ iconId }) => iconId)));
    return {
      backup,
      types: inTreeOrder(types).map(({ type, depth }) => ({
        ...type,
        picture: pictures.get(type.iconId),
        depth,
        objectCount: counts.get(type.id) ?? 0,
      })),
    };
  }

  /** The schema's switches, and who has which role. @throws NotFound, Damaged */
  async settings(tenantId: TenantId, backupId: RunId): Promise<SchemaSettings> {
    const { reader } = await this.#open(tenantId, backupId);
    return readSettings(reader);
  }

  /** Objects of one type or of all, in pages. @throws NotFound, Damaged */
  async objects(
    tenantId: TenantId,
    backupId: RunId,
    wanted: WantedObjects,
  ): Promise<Page<ObjectLine>> {
    const { reader } = await this.#open(tenantId, backupId);
    return findObjects(reader, wanted);
  }

  /**
   * One object with all attributes of its type in their order, values in words. @throws NotFound,
   * Damaged
   */
  async object(
    tenantId: TenantId,
    backupId: RunId,
    typeId: string,
    objectId: string,
  ): Promise<ObjectView> {
    const { reader } = await this.#open(tenantId, backupId);
    const record = await readObjectRecord(reader, typeId, objectId);
    const { values, ...body } = StoredObject.parse(record.body);
    const types = await readTypes(reader);
    const attributes = await attributesOf(reader, types, typeId);
    const names = await namesOfValues(reader, values);
    const others = Object.keys(values)
      .filter((id) => !attributes.some((attribute) => attribute.id === id))
      .map((id) => ({ id, name: `Attribute ${id}` }));
    const history = await reader.getMany([historyKey({ typeId, id: objectId })]);
    return {
      ...body,
      archiving: archivingOf(record.body),
      avatar: await avatarPicture(reader, { typeId, id: objectId }),
      hasHistory: history.length > 0,
      attachments: await readStoredAttachments(reader, { typeId, id: objectId }),
      id: objectId,
      typeId,
      typeName: types.find((type) => type.id === typeId)?.name ?? typeId,
      attributes: [...attributes, ...others].map(({ id, name }) => ({
        name,
        values: (values[id] ?? []).map((value) => showValue(value, names)),
      })),
    };
  }

  /** What the backup tells of issues that name its objects. @throws NotFound, Damaged */
  async issues(tenantId: TenantId, backupId: RunId): Promise<IssuesOfBackup> {
    const { reader } = await this.#open(tenantId, backupId);
    return readIssuesOf(reader);
  }

  /** Undefined where the backup has no history of it. @throws NotFound, Damaged */
  async history(
    tenantId: TenantId,
    backupId: RunId,
    object: { typeId: string; id: string },
    wanted: WantedHistory,
  ): Promise<ObjectHistory | undefined> {
    const { reader } = await this.#open(tenantId, backupId);
    return readObjectHistory(reader, object, wanted);
  }

  /** A file of an object. @throws NotFound, Damaged */
  async attachment(
    tenantId: TenantId,
    backupId: RunId,
    object: { typeId: string; id: string },
    wanted: WantedAttachment,
  ): Promise<AttachedFile> {
    const { reader } = await this.#open(tenantId, backupId);
    return openAttachment(reader, object, wanted);
  }

  /**
   * What people call these objects, by id, as far as the backup can be read. @throws NotFound
   */
  async names(
    tenantId: TenantId,
    backupId: RunId,
    ids: readonly string[],
  ): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    try {
      const { reader } = await this.#open(tenantId, backupId);
      return await objectNames(reader, ids);
    } catch (error) {
      if (error instanceof Damaged || isUnreachableError(error)) return new Map();
      throw error;
    }
  }

  async #open(
    tenantId: TenantId,
    backupId: RunId,
  ): Promise<{ reader: BackupReader; backup: Backup }> {
    const backup = await getBackup(this.#backups, tenantId, backupId);
    return {
      reader: await this.#storages.open(tenantId, backup.storageId).openReader(backup),
      backup,
    };
  }
}

/** Of an object, or of one that was archived. @throws NotFound, Damaged */
async function readObjectRecord(
  reader: BackupReader,
  typeId: string,
  id: string,
): Promise<BackupRecord> {
  const active = await orAbsent(reader.get({ kind: 'object', type: typeId, id }));
  return active ?? reader.get(archivedKey(typeId, id));
}

import { backupIsGone, getBackup } from '../../backups/get-backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { copyKind, type CopyRun } from '../../backups/copy/copy-kind.ts';
import {
  compareAge,
  isListed,
  isSameBackup,
  type BackupOutline,
} from '../../backups/backup-outline.ts';
import type { CatalogSchema, CatalogStore } from '../../catalog/catalog-store.ts';
import { InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { CatalogId, RunId, TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import { askForRun } from '../../runs/ask-for-run.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { OwnStorages, StorageNames } from '../storages/own-storages.ts';

export interface CopiesDeps {
  backups: BackupStore;
  catalog: Pick<CatalogStore, 'get'>;
  runs: RunStore;
  storages: Pick<OwnStorages, 'names'>;
}

/** Which backups of a schema are to be copied: those that were picked, or all that are listed. */
export interface CopyWish {
  tenantId: TenantId;
  catalogId: CatalogId;
  /** Empty: all of them. */
  picked: readonly RunId[];
}

/** A storage that backups can be copied to. */
export interface CopyPlace {
  id: string;
  label: string;
  /** Why it can't be used right now. */
  trouble: string | undefined;
  /** What it does not have yet, the oldest first, each backup once. */
  missing: BackupOutline[];
}

export interface CopyOffer {
  schema: CatalogSchema;
  /** How many were picked, or are listed; a backup and its copies are one. */
  chosen: number;
  places: CopyPlace[];
}

/** How many one run copies. */
const MAX_COPIED = 10_000;

/** *Copy to another storage*: what can be copied where, and the run that does it. */
export class Copies {
  readonly #deps: CopiesDeps;

  constructor(deps: CopiesDeps) {
    this.#deps = deps;
  }

  /** @throws NotFound for another tenant's schema, and where nothing picked is listed */
  async offer(wish: CopyWish): Promise<CopyOffer> {
    const { backups, catalog, storages } = this.#deps;
    const { tenantId, catalogId } = wish;
    const schema = await catalog.get(tenantId, catalogId);
    const stored = (await backups.outlines(tenantId, catalogId)).backups.filter(isListed);
    const chosen = await this.#chosen(wish, stored);
    const names = await storages.names(tenantId);
    const places = [...names].map(([id, { label, trouble }]) => ({
      id,
      label,
      trouble,
      missing: missingIn(id, chosen, stored, names),
    }));
    const each = new Set(chosen.map(({ id, original }) => original ?? id));
    return { schema, chosen: each.size, places };
  }

  /**
   * Queues the copying; while a run that copies the same is open, that one is returned. @throws
   * InvalidInput `storage`, NotFound, Conflict `too-many-runs`
   */
  async request(wish: CopyWish, storageId: string, by: Person): Promise<CopyRun> {
    const { places } = await this.offer(wish);
    const place = places.find(({ id }) => id === storageId);
    if (!place) throw new InvalidInput({ storage: 'Choose a storage' });
    const { label, trouble, missing } = place;
    if (trouble !== undefined) throw new InvalidInput({ storage: trouble });
    if (missing.length === 0)
      throw new InvalidInput({ storage: `${label} has a copy of all of these already` });
    if (missing.length > MAX_COPIED)
      throw new InvalidInput({ storage: `Select up to ${MAX_COPIED} backups at a time` });
    return askForRun(this.#deps.runs, {
      tenantId: wish.tenantId,
      kind: copyKind,
      input: { storageId, label, backups: missing.map(({ id }) => id) },
      catalogId: wish.catalogId,
      requestedBy: by,
    });
  }

  async #chosen(
    { tenantId, picked }: CopyWish,
    stored: readonly BackupOutline[],
  ): Promise<BackupOutline[]> {
    if (picked.length === 0) return [...stored];
    const found = stored.filter(({ id }) => picked.includes(id));
    const [first] = picked;
    // It says whether it is in the bin or gone.
    if (found.length === 0 && first) await getBackup(this.#deps.backups, tenantId, first);
    if (found.length === 0) throw new NotFound(backupIsGone);
    return found;
  }
}

/** Of what was chosen: one of each that this storage lacks, from a storage that can be read. */
function missingIn(
  storageId: string,
  chosen: readonly BackupOutline[],
  stored: readonly BackupOutline[],
  names: StorageNames,
): BackupOutline[] {
  const there = stored.filter((each) => each.storageId === storageId);
  const missing = new Map<string, BackupOutline>();
  for (const backup of chosen) {
    if (there.some((each) => isSameBackup(each, backup))) continue;
    const key = backup.original ?? backup.id;
    const isReadable = names.get(backup.storageId)?.trouble === undefined;
    if (isReadable || !missing.has(key)) missing.set(key, backup);
  }
  return [...missing.values()].toSorted(compareAge);
}

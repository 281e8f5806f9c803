import { Damaged, Refused } from '../../../core/kernel/errors.ts';
import { runId, type RunId } from '../../../core/kernel/ids.ts';
import type { BackupHeader, BackupRef } from '../../../core/storages/records/backup-header.ts';
import type { StoredRun } from '../../../core/storages/records/backup-writer.ts';
import { headerOf, type BackupManifest, type HeaderFacts } from '../manifest/backup-manifest.ts';
import { packsNamedBy, type PartManifest } from '../manifest/part-manifest.ts';
import type { Holder } from '../packs/pack-id.ts';
import type { HeaderStore } from './header-store.ts';
import type { PartDocument, PartStore } from './part-store.ts';

/** A backup whose header is sound. */
export interface LoadedBackup extends BackupManifest {
  /** What is wrong with parts that cannot be read: these are not in `parts`. */
  damage: string[];
}

/**
 * The sealed manifests of one tenant's backups in one storage: a header each, and a document for
 * every part that was sealed later.
 */
export class ManifestStore {
  readonly #headers: HeaderStore;
  readonly #parts: PartStore;

  constructor(headers: HeaderStore, parts: PartStore) {
    this.#headers = headers;
    this.#parts = parts;
  }

  /**
   * Writes the header with the parts that were sealed together: until it is there, nothing counts.
   * Repeating it is fine.
   */
  write(
    writer: Holder,
    header: Omit<HeaderFacts, 'formatVersion'>,
    parts: PartManifest[],
  ): Promise<{ header: HeaderFacts; rootHash: string; size: number }> {
    return this.#headers.write(writer, header, parts);
  }

  /**
   * Writes a part of a backup that is there. It counts from then on; what it replaces stays for
   * whoever reads it now, until the backup is deleted.
   */
  writePart(
    key: { backupId: RunId; revision: number } & Holder,
    part: PartManifest,
  ): Promise<{ rootHash: string; size: number }> {
    return this.#parts.write({ ...key, part: part.name }, part);
  }

  /**
   * The backup that stands under an id as it was sealed last, for whoever knows no root hash. The
   * error, where nothing there can be read.
   */
  async newest(id: RunId): Promise<{ header: BackupHeader; rootHash: string } | Damaged | Refused> {
    try {
      const rootHash = await this.#headers.newestRoot(id);
      const { header, parts } = await this.read({ id, rootHash });
      return { header: headerOf({ header, parts }), rootHash };
    } catch (error) {
      if (error instanceof Damaged || error instanceof Refused) return error;
      throw error;
    }
  }

  /** The number for a part that replaces all there are by this name. */
  async nextRevision(backupId: RunId, part: string): Promise<number> {
    const documents = (await this.#parts.ofBackup(backupId)).filter((one) => one.part === part);
    return Math.max(0, ...documents.map(({ revision }) => revision)) + 1;
  }

  /** @throws Damaged also when there is none, Refused `newer-format` */
  async read(backup: BackupRef): Promise<BackupManifest> {
    const { header, parts, damage } = await this.load(backup);
    const [first] = damage;
    if (first !== undefined) throw new Damaged(first);
    return { header, parts };
  }

  /**
   * The header, and of each part the newest. @throws Damaged when there is no header, it was
   * changed or is another one; Refused `newer-format`
   */
  async load(backup: BackupRef): Promise<LoadedBackup> {
    const found = await this.#headers.find(backup);
    if (!found) throw new Damaged('The header of the backup is missing.');
    const parts = new Map(found.parts.map((part) => [part.name, part]));
    const damage: string[] = [];
    for (const document of newestOfEach(await this.#parts.ofBackup(backup.id))) {
      try {
        parts.set(document.part, await this.#parts.open(document));
      } catch (error) {
        if (!(error instanceof Damaged)) throw error;
        parts.delete(document.part);
        damage.push(error.message);
      }
    }
    return { header: found.header, parts: [...parts.values()], damage };
  }

  /**
   * Every pack that a backup names, by parts that others took the place of as well: somebody may be
   * reading them. @throws Damaged when that cannot be determined, Refused `newer-format`
   */
  async packsOf(backup: BackupRef): Promise<string[]> {
    const found = await this.#headers.find(backup);
    if (!found) throw new Damaged('The header of the backup is missing.');
    return this.#packsNamedBy([found], backup.id);
  }

  /**
   * Every pack that is named by what stands under the id of a backup. Null when it has no header.
   * @throws Damaged when that cannot be determined, Refused `newer-format`
   */
  async namedPacks(backupId: RunId): Promise<string[] | null> {
    const found = await this.#headers.all(backupId);
    return found.length === 0 ? null : this.#packsNamedBy(found, backupId);
  }

  /** The runs that wrote parts of a backup after it was sealed. */
  async laterWriters(backupId: RunId): Promise<RunId[]> {
    const documents = await this.#parts.ofBackup(backupId);
    return [...new Set(documents.map((document) => runId(document.runId)))];
  }

  /** Backups that have a header in this storage and stay. */
  staying(): Promise<RunId[]> {
    return this.#headers.staying();
  }

  markLeaving(backupIds: readonly RunId[]): Promise<void> {
    return this.#headers.markLeaving(backupIds);
  }

  /** The headers go first: a backup that has one is whole. Repeatable. */
  async delete(backupIds: readonly RunId[]): Promise<void> {
    await this.#headers.delete(backupIds);
    await this.#parts.deleteOfBackups(backupIds);
  }

  /** Nothing that holders of a run sealed counts any more: its backup, or parts of another one. */
  async discard(run: StoredRun): Promise<void> {
    await this.#headers.deleteOfHolders(run);
    await this.#parts.deleteOfHolders(run);
  }

  /** Of what holders of a run sealed as its backup only this one is left. */
  async keepOnly(backup: BackupRef, run: StoredRun): Promise<void> {
    if (backup.id === run.id) await this.#headers.deleteOfHolders(run, backup.rootHash);
  }

  /** Adds what the mirror lacks, up to the limit for each kind; false where more is left. */
  async completeMirror(limit: number): Promise<boolean> {
    const headers = await this.#headers.completeMirror(limit);
    return (await this.#parts.completeMirror(limit)) < limit && headers < limit;
  }

  async #packsNamedBy(headers: BackupManifest[], backupId: RunId): Promise<string[]> {
    const packs = headers.flatMap(({ parts }) => parts.flatMap(packsNamedBy));
    for (const document of await this.#parts.ofBackup(backupId))
      packs.push(...packsNamedBy(await this.#parts.open(document)));
    return packs;
  }
}

/** Of each part the highest revision, and of that the last holder's. */
export function newestOfEach(documents: PartDocument[]): PartDocument[] {
  const ordered = documents.toSorted((a, b) => a.revision - b.revision || a.fence - b.fence);
  return [...new Map(ordered.map((document) => [document.part, document])).values()];
}

import type { PartDefinition } from '../../core/backups/reading/part-definition.ts';
import type {
  CopySource,
  CopyWriter,
  CopyWriterOptions,
} from '../../core/storages/records/copy-source.ts';
import type {
  BackupRef,
  FoundBackup,
  FoundBackups,
} from '../../core/storages/records/backup-header.ts';
import type {
  BackupReader,
  RecordChanges,
  VerifyResult,
} from '../../core/storages/records/backup-reader.ts';
import type {
  BackupWriter,
  PartWriter,
  PartWriterOptions,
  StoredRun,
  WriterOptions,
} from '../../core/storages/records/backup-writer.ts';
import type { Vault } from '../../core/storages/vault.ts';
import type { StorageUsage } from '../../core/storages/storage-usage.ts';
import type { RecordKind } from '../../core/storages/records/backup-record.ts';
import { Damaged, type ProductError } from '../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../core/kernel/ids.ts';
import { deleteBackups } from './delete-backups.ts';
import { HeaderStore } from './headers/header-store.ts';
import { ManifestStore, type LoadedBackup } from './headers/manifest-store.ts';
import { packsOfBackup } from './headers/packs-of-backup.ts';
import { PartStore } from './headers/part-store.ts';
import { ManifestReader } from './manifest/manifest-reader.ts';
import { packsNamedBy } from './manifest/part-manifest.ts';
import { damagedPack } from './packs/damaged-pack.ts';
import { PackStore } from './packs/pack-store.ts';
import { MongoBackupReader } from './read/mongo-backup-reader.ts';
import { countChanges } from './read/count-changes.ts';
import { MongoCopySource } from './read/mongo-copy-source.ts';
import { References } from './read/references.ts';
import { verifyBackup, type VerifyOptions } from './read/verify-backup.ts';
import { MongoBackupWriter } from './write/mongo-backup-writer.ts';
import { MongoPartWriter } from './write/mongo-part-writer.ts';
import { openBase } from './write/open-base.ts';
import type { PartLayout } from './write/part-plan.ts';
import { TenantQuota } from './packs/tenant-quota.ts';
import { assertUsable, readWriterCheckpoint } from './write/writer-checkpoint.ts';
import { emptyPlace, usageOf, type VaultOrigin, type VaultPlace } from './vault-place.ts';

/** Manifests that are mirrored in one turn, of each kind. */
const MIRRORED_AT_ONCE = 200;

interface OpenStores {
  /** In what is written. */
  tenantId: TenantId;
  store: PackStore;
  manifests: ManifestStore;
}

export interface MongoVaultParts {
  /** Asked for whenever something is done. */
  place: () => Promise<VaultPlace>;
  /** As it is known here. */
  storageId: string;
  origin: () => Promise<VaultOrigin>;
  /**
   * What the backups that are written consist of, and the rules that Verify knows. Backups with
   * other parts are read anyway.
   */
  parts: readonly PartDefinition[];
  /** How many bytes the tenant may store; absent: unlimited. */
  quotaBytes?: number | undefined;
}

/**
 * A tenant's backups in one storage: packs, segments, headers and parts, sealed under the tenant's
 * key.
 */
export class MongoVault implements Vault {
  readonly storageId: string;
  readonly #place: () => Promise<VaultPlace>;
  readonly #origin: () => Promise<VaultOrigin>;
  readonly #parts: readonly PartDefinition[];
  readonly #quotaBytes: number | undefined;

  constructor({ place, storageId, origin, parts, quotaBytes }: MongoVaultParts) {
    this.storageId = storageId;
    this.#place = place;
    this.#origin = origin;
    this.#parts = parts;
    this.#quotaBytes = quotaBytes;
  }

  openWriter(options: WriterOptions): Promise<BackupWriter> {
    const together = this.#parts.filter(({ background }) => !background);
    return this.#openWriter(options, together.map(layoutOf));
  }

  openCopyWriter({ parts, ...options }: CopyWriterOptions): Promise<CopyWriter> {
    return this.#openWriter(options, parts);
  }

  async openPartWriter(options: PartWriterOptions): Promise<PartWriter> {
    const { runId, fence, holder, backup, signal } = options;
    const part = this.#parts.find(({ name }) => name === options.part);
    if (!part) throw new Error(`There is no part ${options.part}.`);
    const { tenantId, store, manifests } = await this.#open();
    await store.assertRoom();
    const { parts } = await manifests.read(backup);
    const hasPart = parts.some(({ name }) => name === part.name);
    const older = options.base ?? (hasPart ? backup : undefined);
    const { base } = await openBase(store, manifests, older);
    const checkpoint = readWriterCheckpoint(options.checkpoint);
    await assertUsable(store, checkpoint, runId);
    const revision = await manifests.nextRevision(backup.id, part.name);
    return new MongoPartWriter(
      { tenantId, runId, fence, holder, store, base, checkpoint, signal },
      layoutOf(part),
      { manifests, target: { backupId: backup.id, revision, runId, fence, holder } },
    );
  }

  async openReader(backup: BackupRef): Promise<BackupReader> {
    const { store, manifests } = await this.#open();
    const manifest = await manifests.read(backup);
    return new MongoBackupReader(store, new ManifestReader(store, manifest));
  }

  async openCopySource(backup: BackupRef): Promise<CopySource> {
    const { store, manifests } = await this.#open();
    return new MongoCopySource(store, new ManifestReader(store, await manifests.read(backup)));
  }

  async countChanges(
    after: BackupRef,
    before: BackupRef,
    kind: RecordKind,
    signal?: AbortSignal,
  ): Promise<RecordChanges> {
    const { store, manifests } = await this.#open();
    const [newer, older] = [await manifests.read(after), await manifests.read(before)];
    return countChanges(
      new ManifestReader(store, newer),
      new ManifestReader(store, older),
      kind,
      signal,
    );
  }

  async verify(ref: BackupRef, options: VerifyOptions): Promise<VerifyResult> {
    const { store, manifests } = await this.#open();
    let backup: LoadedBackup;
    try {
      backup = await manifests.load(ref);
    } catch (error) {
      if (error instanceof Damaged)
        return { damage: [`header: ${error.message}`], packs: [], records: 0, bytes: 0 };
      throw error;
    }
    if (backup.damage.length > 0) return { damage: backup.damage, packs: [], records: 0, bytes: 0 };
    const manifest = new ManifestReader(store, backup);
    return verifyBackup({ store, manifest }, new References(this.#parts), options);
  }

  async missing(backup: BackupRef): Promise<string[]> {
    const { store, manifests } = await this.#open();
    try {
      const { parts, damage } = await manifests.load(backup);
      const named = [...new Set(parts.flatMap(packsNamedBy))];
      const stored = await store.stored(named);
      return [...damage, ...named.filter((pack) => !stored.has(pack)).map(damagedPack)];
    } catch (error) {
      if (error instanceof Damaged) return [`header: ${error.message}`];
      throw error;
    }
  }

  async backupsNaming(packs: readonly string[]): Promise<Map<RunId, string[]>> {
    const found = new Map<RunId, string[]>();
    if (packs.length === 0) return found;
    const wanted = new Set(packs);
    const { manifests } = await this.#open();
    for (const id of await manifests.staying()) {
      const named = new Set(await packsOfBackup(manifests, id));
      const shared = [...wanted].filter((pack) => named.has(pack));
      if (shared.length > 0) found.set(id, shared.map(damagedPack));
    }
    return found;
  }

  async deleteBackups(backupIds: RunId[], confirm?: () => Promise<void>): Promise<void> {
    const { store, manifests } = await this.#open();
    await deleteBackups(store, manifests, backupIds, confirm);
  }

  async isWhole(backupId: RunId): Promise<boolean> {
    const { manifests } = await this.#open();
    return (await manifests.staying()).includes(backupId);
  }

  async tidyRun(run: StoredRun, backup: BackupRef): Promise<void> {
    const { store, manifests } = await this.#open();
    const needed = new Set(await manifests.packsOf(backup));
    await manifests.keepOnly(backup, run);
    const written = await store.ofRun(run.id, run.holders);
    await store.delete(written.filter((pack) => !needed.has(pack)));
  }

  async discardRun(run: StoredRun): Promise<void> {
    const { store, manifests } = await this.#open();
    await manifests.discard(run);
    await store.delete(await store.ofRun(run.id, run.holders));
  }

  async found(after: string, limit: number): Promise<FoundBackups> {
    const takenTo = await (await this.#place()).takeIn?.(after, limit);
    const { store, manifests } = await this.#open();
    const isIn = (id: RunId): boolean => id > after && (takenTo === undefined || id <= takenTo);
    const ids = (await manifests.staying()).toSorted().filter(isIn);
    const some = ids.slice(0, limit);
    const backups: FoundBackup[] = [];
    for (const id of some) {
      const header = await manifests.newest(id);
      const storedBytes = await store.bytesOf(id);
      backups.push(
        header instanceof Error ? unreadable(id, header) : { id, ...header, storedBytes },
      );
    }
    return { backups, next: some.length < ids.length ? some.at(-1) : takenTo };
  }

  /** Whether the mirror has all manifests now; else this was a part of them. Repeatable. */
  async completeMirror(): Promise<boolean> {
    const { manifests } = await this.#open();
    return manifests.completeMirror(MIRRORED_AT_ONCE);
  }

  async usage(): Promise<StorageUsage> {
    return usageOf(await this.#place());
  }

  async purge(): Promise<StorageUsage> {
    const place = await this.#place();
    const usage = await usageOf(place);
    await emptyPlace(place);
    return usage;
  }

  async #openWriter(
    options: WriterOptions,
    layouts: readonly PartLayout[],
  ): Promise<MongoBackupWriter> {
    const { runId, fence, holder, signal } = options;
    const { tenantId, store, manifests } = await this.#open();
    await store.assertRoom();
    const { base, damage } = await openBase(store, manifests, options.base);
    const checkpoint = readWriterCheckpoint(options.checkpoint);
    await assertUsable(store, checkpoint, runId);
    return new MongoBackupWriter(
      { tenantId, runId, fence, holder, store, layouts, base, checkpoint, signal },
      manifests,
      damage,
    );
  }

  #quota(): TenantQuota | undefined {
    const limitBytes = this.#quotaBytes;
    if (limitBytes === undefined) return undefined;
    return new TenantQuota({ limitBytes, measure: async () => (await this.usage()).bytes });
  }

  async #open(): Promise<OpenStores> {
    const origin = await this.#origin();
    const { tenantId, storageId } = origin;
    const dataKey = await origin.dataKey();
    const { scope, shelf, mirror, ...models } = await this.#place();
    const sealing = { tenantId, storageId, dataKey };
    const headers = new HeaderStore({ ...sealing, scope, mirror, model: models.headers });
    const parts = new PartStore({ ...sealing, scope, mirror, model: models.parts });
    return {
      tenantId,
      store: new PackStore({ ...sealing, shelf, quota: this.#quota() }),
      manifests: new ManifestStore(headers, parts),
    };
  }
}

/** A backup whose header can't be read. */
export function unreadable(id: RunId, error: ProductError): FoundBackup {
  return { id, why: error.message, isNewer: error.code === 'newer-format' };
}

const layoutOf = ({ name, kinds }: PartDefinition): PartLayout => ({
  name,
  kinds: kinds.map(({ kind }) => kind),
});

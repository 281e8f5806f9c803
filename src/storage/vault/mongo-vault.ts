import type { Connection } from 'mongoose';
import type {
  BackupReader,
  BackupWriter,
  Vault,
  WriterOptions,
} from '../../core/storages/vault.ts';
import { Damaged, Refused } from '../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../core/kernel/ids.ts';
import type { TenantKeys } from '../sealing/tenant-keys.ts';
import { translated } from '../translate-error.ts';
import { BaseIndex } from './write/base-index.ts';
import { headerModel, HeaderStore } from './manifest/header-store.ts';
import { ManifestReader, type Manifest } from './manifest/manifest.ts';
import { MongoBackupReader } from './read/mongo-backup-reader.ts';
import { MongoBackupWriter, WriterCheckpoint } from './write/mongo-backup-writer.ts';
import { packModel, PackStore } from './packs/pack-store.ts';
import { verifyBackup, type VerifyOptions, type VerifyResult } from './read/verify-backup.ts';

const NOTHING: WriterCheckpoint = { spills: [], storedBytes: 0 };

export interface MongoVaultParts {
  connection: Connection;
  keys: TenantKeys;
  tenantId: TenantId;
  storageId: string;
}

/** A tenant's backups in one MongoDB database: packs, segments and headers, sealed under the tenant's key. */
export class MongoVault implements Vault {
  readonly storageId: string;
  readonly #tenantId: TenantId;
  readonly #connection: Connection;
  readonly #keys: TenantKeys;

  constructor({ connection, keys, tenantId, storageId }: MongoVaultParts) {
    this.storageId = storageId;
    this.#tenantId = tenantId;
    this.#connection = connection;
    this.#keys = keys;
  }

  async openWriter({
    runId,
    fence,
    baseId,
    checkpoint,
    signal,
  }: WriterOptions): Promise<BackupWriter> {
    const { store, headers } = await this.#open();
    const base = baseId && (await this.#base(store, headers, baseId));
    return new MongoBackupWriter({
      tenantId: this.#tenantId,
      runId,
      fence,
      store,
      headers,
      base,
      signal,
      checkpoint: checkpoint === undefined ? NOTHING : readCheckpoint(checkpoint),
    });
  }

  async openReader(backupId: RunId): Promise<BackupReader> {
    const { store, headers } = await this.#open();
    return new MongoBackupReader(
      store,
      new ManifestReader(store, (await headers.read(backupId)).manifest),
    );
  }

  async verify(backupId: RunId, options: VerifyOptions): Promise<VerifyResult> {
    const { store, headers } = await this.#open();
    let manifest: Manifest;
    try {
      manifest = (await headers.read(backupId)).manifest;
    } catch (error) {
      if (error instanceof Damaged)
        return { damage: [`header: ${error.message}`], records: 0, bytes: 0 };
      throw error;
    }
    return verifyBackup(store, new ManifestReader(store, manifest), options);
  }

  async deleteBackups(backupIds: RunId[]): Promise<void> {
    const { store, headers } = await this.#open();
    for (const id of backupIds) await headers.markLeaving(id);
    const needed = await neededPacks(headers);
    for (const id of backupIds) {
      const candidates = new Set([
        ...(await packsOfBackup(headers, id)),
        ...(await store.ofRun(id)),
      ]);
      await store.delete([...candidates].filter((pack) => !needed.has(pack)));
      await headers.delete(id);
    }
  }

  async tidyRun(runId: RunId): Promise<void> {
    const { store, headers } = await this.#open();
    const needed = new Set(packsNamedBy((await headers.read(runId)).manifest));
    await store.delete((await store.ofRun(runId)).filter((pack) => !needed.has(pack)));
  }

  async discardRun(runId: RunId): Promise<void> {
    const { store, headers } = await this.#open();
    await headers.delete(runId);
    await store.delete(await store.ofRun(runId));
  }

  async purge(): Promise<void> {
    const ofTenant = { tenantId: String(this.#tenantId) };
    await translated(() => headerModel(this.#connection).deleteMany(ofTenant).exec());
    await translated(() => packModel(this.#connection).deleteMany(ofTenant).exec());
  }

  async #open(): Promise<{ store: PackStore; headers: HeaderStore }> {
    const tenantId = this.#tenantId;
    const dataKey = await this.#keys.dataKey(tenantId);
    const parts = { tenantId, storageId: this.storageId, dataKey };
    return {
      store: new PackStore({ ...parts, model: packModel(this.#connection) }),
      headers: new HeaderStore({ ...parts, model: headerModel(this.#connection) }),
    };
  }

  /** A base that cannot be used means a full backup, never an error. */
  async #base(
    store: PackStore,
    headers: HeaderStore,
    baseId: RunId,
  ): Promise<BaseIndex | undefined> {
    try {
      const { manifest } = await headers.read(baseId);
      const segments = [...manifest.full, ...manifest.overlay].map((ref) => ref.pack);
      const sound = await store.sound([...segments, ...manifest.packs]);
      const base = new BaseIndex(baseId, new ManifestReader(store, manifest), sound);
      base.broken = segments.some((pack) => !sound.has(pack));
      return base.broken ? undefined : base;
    } catch (error) {
      if (error instanceof Damaged || error instanceof Refused) return undefined;
      throw error;
    }
  }
}

/** Every pack that a backup names which stays. @throws Damaged when one of them cannot tell */
async function neededPacks(headers: HeaderStore): Promise<Set<string>> {
  const needed = new Set<string>();
  for (const id of await headers.staying()) {
    try {
      const found = await headers.find(id); // none: that one was deleted meanwhile
      if (found) packsNamedBy(found.manifest).forEach((pack) => needed.add(pack));
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      throw new Damaged(
        'The backup was not deleted: another backup is damaged, and what the two share cannot be told. Delete the damaged one first.',
        { cause: error },
      );
    }
  }
  return needed;
}

/** What a backup names; nothing when its header is gone or damaged: what its run wrote is deleted anyway. */
async function packsOfBackup(headers: HeaderStore, id: RunId): Promise<string[]> {
  try {
    return packsNamedBy((await headers.read(id)).manifest);
  } catch (error) {
    if (error instanceof Damaged) return [];
    throw error;
  }
}

const packsNamedBy = (manifest: Manifest): string[] => [
  ...manifest.packs,
  ...manifest.full.map((ref) => ref.pack),
  ...manifest.overlay.map((ref) => ref.pack),
];

function readCheckpoint(value: unknown): WriterCheckpoint {
  const parsed = WriterCheckpoint.safeParse(value);
  if (!parsed.success)
    throw new Refused(
      'checkpoint-unusable',
      'The interrupted backup cannot be resumed: it was begun by another version of this service. Start a new backup.',
      { cause: parsed.error },
    );
  return parsed.data;
}

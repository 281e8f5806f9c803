import type { PartShortfalls } from '../../../core/storages/records/backup-part.ts';
import type { CopyWriter } from '../../../core/storages/records/copy-source.ts';
import type { HeaderFacts } from '../../../core/storages/records/backup-header.ts';
import type {
  BackupWriter,
  PutAgain,
  SealedBackup,
} from '../../../core/storages/records/backup-writer.ts';
import type { ManifestStore } from '../headers/manifest-store.ts';
import { headerOf } from '../manifest/backup-manifest.ts';
import type { Holder } from '../packs/pack-id.ts';
import { MongoRecordWriter, type WritingOptions } from './mongo-record-writer.ts';

/** Writes a whole backup: all parts, then the header that names them. */
export class MongoBackupWriter extends MongoRecordWriter implements BackupWriter, CopyWriter {
  readonly #writer: Holder;
  readonly #manifests: ManifestStore;
  readonly #baseDamage: string | undefined;

  constructor(options: WritingOptions, manifests: ManifestStore, baseDamage?: string) {
    super(options);
    this.#baseDamage = baseDamage;
    const { runId, fence, holder } = options;
    this.#writer = { runId, fence, holder };
    this.#manifests = manifests;
  }

  async finish(
    facts: HeaderFacts,
    shortfalls: PartShortfalls = {},
    putAgain?: PutAgain,
  ): Promise<SealedBackup> {
    const parts = await this.seal(shortfalls, true, putAgain);
    const named = { ...facts, baseId: this.soundBaseId };
    const { header, rootHash, size } = await this.#manifests.write(this.#writer, named, parts);
    return {
      header: headerOf({ header, parts }),
      rootHash,
      storedBytes: this.storedBytes + size,
      damagedPacks: this.damagedPacks,
      baseDamage: this.#baseDamage,
    };
  }
}

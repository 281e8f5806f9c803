import type { PartShortfalls } from '../../../core/storages/backup-part.ts';
import type { BackupWriter, HeaderFacts, SealedBackup } from '../../../core/storages/vault.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import type { ManifestStore } from '../headers/manifest-store.ts';
import { headerOf } from '../manifest/backup-manifest.ts';
import { MongoRecordWriter, type WritingOptions } from './mongo-record-writer.ts';

/** Writes a whole backup: all parts, then the header that names them. */
export class MongoBackupWriter extends MongoRecordWriter implements BackupWriter {
  readonly #run: { runId: RunId; fence: number };
  readonly #manifests: ManifestStore;

  constructor(options: WritingOptions, manifests: ManifestStore) {
    super(options);
    this.#run = { runId: options.runId, fence: options.fence };
    this.#manifests = manifests;
  }

  async finish(facts: HeaderFacts, shortfalls: PartShortfalls = {}): Promise<SealedBackup> {
    const parts = await this.seal(shortfalls, true);
    const named = { ...facts, baseId: this.soundBaseId };
    const { header, rootHash, size } = await this.#manifests.write(this.#run, named, parts);
    return {
      header: headerOf({ header, parts }),
      rootHash,
      storedBytes: this.storedBytes + size,
    };
  }
}

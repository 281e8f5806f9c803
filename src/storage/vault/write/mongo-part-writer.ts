import type { PartShortfall } from '../../../core/storages/records/backup-part.ts';
import type { PartWriter, SealedPart } from '../../../core/storages/records/backup-writer.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import type { ManifestStore } from '../headers/manifest-store.ts';
import { partFacts } from '../manifest/part-manifest.ts';
import type { Holder } from '../packs/pack-id.ts';
import type { PartLayout } from './part-plan.ts';
import { MongoRecordWriter, type WritingOptions } from './mongo-record-writer.ts';

/** Names the document that a part writer will insert. */
export interface PartTarget extends Holder {
  backupId: RunId;
  revision: number;
}

/** Writes one part of a backup that is there. */
export class MongoPartWriter extends MongoRecordWriter implements PartWriter {
  readonly #target: PartTarget;
  readonly #layout: PartLayout;
  readonly #manifests: ManifestStore;

  constructor(
    options: Omit<WritingOptions, 'layouts'>,
    layout: PartLayout,
    document: { manifests: ManifestStore; target: PartTarget },
  ) {
    super({ ...options, layouts: [layout] });
    this.#layout = layout;
    this.#target = document.target;
    this.#manifests = document.manifests;
  }

  async finish(shortfall?: PartShortfall): Promise<SealedPart> {
    const shortfalls = shortfall ? { [this.#layout.name]: shortfall } : {};
    const [part] = await this.seal(shortfalls, false);
    if (!part) throw new Error('A writer of one part seals one part.');
    const { rootHash, size } = await this.#manifests.writePart(this.#target, part);
    const { contentBytes } = part;
    return { part: partFacts(part), rootHash, contentBytes, storedBytes: this.storedBytes + size };
  }
}

import { z } from 'zod';
import type { BackupRecord, RecordKey, RecordKind } from '../../../core/storages/record.ts';
import type { BackupWriter, SealedBackup } from '../../../core/storages/vault.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type { JsonValue } from '../../../core/kernel/json-value.ts';
import type { BaseIndex } from './base-index.ts';
import { DataReader } from '../packs/data-reader.ts';
import { HASH_BYTES } from '../manifest/entry.ts';
import { EntrySpiller, readSpill, Spill } from '../manifest/entry-spiller.ts';
import type { HeaderStore } from '../manifest/header-store.ts';
import { alive, mergeEntries } from '../manifest/merge-entries.ts';
import type { PackStore } from '../packs/pack-store.ts';
import { PackWriter } from '../packs/pack-writer.ts';
import { writeManifest, type HeaderFacts } from './seal-backup.ts';

/** What a successor needs: which spills are there. */
export const WriterCheckpoint = z.object({ spills: z.array(Spill), storedBytes: z.number() });
export type WriterCheckpoint = z.infer<typeof WriterCheckpoint>;

const NO_PLACE = { pack: '', start: 0, length: 0, chunks: 0 };
const NO_HASH = '00'.repeat(HASH_BYTES);

export class MongoBackupWriter implements BackupWriter {
  readonly #run: { runId: RunId; fence: number };
  readonly #store: PackStore;
  readonly #headers: HeaderStore;
  readonly #base: BaseIndex | undefined;
  readonly #packs: PackWriter;
  readonly #spiller: EntrySpiller;
  readonly #storedBefore: number;
  readonly #signal: AbortSignal | undefined;

  constructor(parts: {
    tenantId: TenantId;
    runId: RunId;
    fence: number;
    store: PackStore;
    headers: HeaderStore;
    base: BaseIndex | undefined;
    checkpoint: WriterCheckpoint;
    signal: AbortSignal | undefined;
  }) {
    this.#run = { runId: parts.runId, fence: parts.fence };
    this.#store = parts.store;
    this.#headers = parts.headers;
    this.#base = parts.base;
    this.#signal = parts.signal;
    this.#packs = new PackWriter(parts.store, parts);
    this.#spiller = new EntrySpiller(this.#packs, parts.checkpoint.spills);
    this.#storedBefore = parts.checkpoint.storedBytes;
  }

  get baseId(): RunId | undefined {
    return this.#base?.baseId;
  }

  async put(record: BackupRecord): Promise<void> {
    const { kind, type, id, label } = record;
    const staged = this.#packs.stage(JSON.stringify(record.body));
    const hash = this.#store.hash(staged);
    const place = (await this.#base?.find(record, hash)) ?? (await this.#packs.keep(staged));
    await this.#spiller.add({ kind, type, id, label, hash, place, gone: false });
  }

  async drop({ kind, type, id }: RecordKey): Promise<void> {
    await this.#spiller.add({
      kind,
      type,
      id,
      label: '',
      hash: NO_HASH,
      place: NO_PLACE,
      gone: true,
    });
  }

  async *ids(kind: RecordKind): AsyncGenerator<{ type: string; id: string }> {
    const spills = await this.#spiller.spill();
    for await (const batch of alive(mergeEntries(this.#read(spills))))
      for (const entry of batch) if (entry.kind === kind) yield entry;
  }

  async checkpoint(): Promise<JsonValue> {
    const spills = await this.#spiller.spill();
    return {
      spills,
      storedBytes: this.#storedBefore + this.#packs.storedBytes,
    } satisfies WriterCheckpoint;
  }

  async finish(facts: HeaderFacts): Promise<SealedBackup> {
    const spills = await this.#spiller.spill();
    const parts = {
      store: this.#store,
      packs: this.#packs,
      data: new DataReader(this.#store),
      base: this.#base,
      spills: () => this.#read(spills),
    };
    const manifest = await writeManifest(parts, facts);
    this.#signal?.throwIfAborted();
    const { rootHash, size } = await this.#headers.write(
      this.#run.runId,
      this.#run.fence,
      manifest,
    );
    return {
      header: manifest.header as SealedBackup['header'],
      rootHash,
      storedBytes: this.#storedBefore + this.#packs.storedBytes + size,
    };
  }

  #read(spills: Spill[]) {
    return spills.map((spill) => readSpill(this.#store, spill));
  }
}

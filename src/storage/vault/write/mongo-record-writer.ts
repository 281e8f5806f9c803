import type { PartShortfalls } from '../../../core/storages/records/backup-part.ts';
import type {
  BackupRecord,
  RecordKey,
  RecordKind,
} from '../../../core/storages/records/backup-record.ts';
import type { StoredRecord } from '../../../core/storages/records/copy-source.ts';
import type {
  BaseRecord,
  PutAgain,
  RecordWriter,
} from '../../../core/storages/records/backup-writer.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import { EntrySpiller, readSpill, type Spill } from '../manifest/entry-spiller.ts';
import type { Entry } from '../manifest/entry.ts';
import { alive, mergeEntries } from '../manifest/merge-entries.ts';
import { packsNamedBy, type PartManifest } from '../manifest/part-manifest.ts';
import { DataReader } from '../packs/data-reader.ts';
import type { PackStore } from '../packs/pack-store.ts';
import type { Holder } from '../packs/pack-id.ts';
import { packsOf } from '../packs/pack-id.ts';
import { PackWriter } from '../packs/pack-writer.ts';
import { HASH_BYTES, type Place } from '../packs/place.ts';
import type { BaseIndex } from './base-index.ts';
import { BaseReading } from './base-reading.ts';
import type { PartLayout } from './part-plan.ts';
import { sealParts } from './seal-parts.ts';
import type { WriterCheckpoint } from './writer-checkpoint.ts';

/** Each round finds packs that are damaged; a pack that is found so is not used again. */
const MAX_ROUNDS = 5;
const NO_PLACE = { pack: '', start: 0, length: 0, chunks: 0 };
const NO_HASH = '00'.repeat(HASH_BYTES);

const unfinished = (packs: ReadonlySet<string>): string =>
  `The backup wasn't finished because packs are missing from the storage or damaged (${[...packs].slice(0, 3).join(', ')}). Start a new backup.`;

export interface WritingOptions extends Holder {
  tenantId: TenantId;
  store: PackStore;
  /** The parts that are written. */
  layouts: readonly PartLayout[];
  base: BaseIndex | undefined;
  checkpoint: WriterCheckpoint;
  signal: AbortSignal | undefined;
}

/** Takes records of some parts in, and seals these parts in the end. */
export class MongoRecordWriter implements RecordWriter {
  readonly #store: PackStore;
  readonly #layouts: readonly PartLayout[];
  readonly #kinds: ReadonlySet<RecordKind>;
  readonly #base: BaseIndex | undefined;
  readonly #packs: PackWriter;
  readonly #spiller: EntrySpiller;
  readonly #storedBefore: number;
  readonly #signal: AbortSignal | undefined;

  constructor(options: WritingOptions) {
    this.#store = options.store;
    this.#layouts = options.layouts;
    this.#kinds = new Set(options.layouts.flatMap(({ kinds }) => kinds));
    this.#base = options.base;
    this.#signal = options.signal;
    this.#packs = new PackWriter(options.store, options);
    this.#spiller = new EntrySpiller(this.#packs, options.checkpoint.spills);
    this.#storedBefore = options.checkpoint.storedBytes;
  }

  get baseId(): RunId | undefined {
    return this.#base?.baseId;
  }

  async put(record: BackupRecord): Promise<void> {
    const { kind, type, id, label, body } = record;
    if (!this.#kinds.has(kind)) throw new Error(`No part that is written has the kind ${kind}.`);
    const inBytes = body instanceof Uint8Array;
    const staged = this.#stage(body);
    const hash = this.#store.hash(staged);
    const place = (await this.#base?.find(record, hash)) ?? (await this.#packs.keep(staged));
    const codec = inBytes ? 'bytes' : 'json';
    await this.#spiller.add({ kind, type, id, label, hash, place, codec, gone: false });
  }

  async isInBase(record: BackupRecord): Promise<boolean> {
    const hash = this.#store.hash(this.#stage(record.body));
    return (await this.#base?.find(record, hash)) !== undefined;
  }

  async *baseRecords(kind: RecordKind, signal?: AbortSignal): AsyncGenerator<BaseRecord> {
    if (!this.#base) return;
    const reading = new BaseReading(this.#base, this.#store, (pack) => this.#exclude(pack));
    for await (const { entry, body } of reading.records(kind)) {
      signal?.throwIfAborted();
      const { type, id, label } = entry;
      yield { kind, type, id, label, body, takeOver: () => this.#spiller.add(entry) };
    }
  }

  async *baseKeys(kind: RecordKind): AsyncGenerator<{ type: string; id: string }> {
    if (this.#base) for await (const batch of this.#base.entries(kind)) yield* batch;
  }

  async takeOver(keys: readonly RecordKey[]): Promise<boolean> {
    const entries: Entry[] = [];
    for (const key of keys) {
      const entry = await this.#base?.entryOf(key);
      if (!entry) return false;
      entries.push(entry);
    }
    for (const entry of entries) await this.#spiller.add(entry);
    return true;
  }

  /** Takes a record of another backup over that the base has as well. */
  async reuse(record: StoredRecord): Promise<boolean> {
    const place = await this.#base?.find(record, record.hash);
    if (place) await this.#list(record, record.hash, place);
    return place !== undefined;
  }

  /** Takes a record of another backup over, with its body as it is stored there. */
  async copy(record: StoredRecord, body: Uint8Array): Promise<void> {
    const staged = this.#packs.stageBytes(body);
    const hash = this.#store.hash(staged);
    const place = (await this.#base?.find(record, hash)) ?? (await this.#packs.keep(staged));
    await this.#list(record, hash, place);
  }

  async drop({ kind, type, id }: RecordKey): Promise<void> {
    const nothing = { label: '', hash: NO_HASH, place: NO_PLACE, codec: 'json' } as const;
    await this.#spiller.add({ kind, type, id, ...nothing, gone: true });
  }

  async *ids(kind: RecordKind): AsyncGenerator<{ type: string; id: string }> {
    const spills = await this.#spiller.spill();
    for await (const batch of alive(mergeEntries(this.#read(spills))))
      for (const entry of batch) if (entry.kind === kind) yield entry;
  }

  async checkpoint(): Promise<JsonValue> {
    const spills = await this.#spiller.spill();
    return { spills, storedBytes: this.storedBytes } satisfies WriterCheckpoint;
  }

  /** Bytes that were added to the storage so far and stay. */
  protected get storedBytes(): number {
    return this.#storedBefore + this.#packs.storedBytes;
  }

  /** Everything that the parts will name is stored. */
  protected async seal(
    shortfalls: PartShortfalls,
    isWhole: boolean,
    putAgain?: PutAgain,
  ): Promise<PartManifest[]> {
    for (let round = 1; ; round += 1) {
      const spills = await this.#spiller.spill();
      const sources = {
        store: this.#store,
        packs: this.#packs,
        data: new DataReader(this.#store),
        base: this.#base,
        spills: () => this.#read(spills),
        isWhole,
      };
      const { parts, lost } = await sealParts(sources, this.#layouts, shortfalls);
      this.#signal?.throwIfAborted();
      if (parts) {
        await this.#markSegments();
        await this.#store.protect(parts.flatMap(packsNamedBy));
        return parts;
      }
      for (const pack of lost) await this.#exclude(pack); // no later backup leans on it
      if (!putAgain || round === MAX_ROUNDS) throw new Damaged(unfinished(lost));
      await this.#putAgain(spills, lost, putAgain);
    }
  }

  /** Packs of the base that are damaged or missing, as far as that was seen. */
  protected get damagedPacks(): string[] {
    return [...(this.#base?.damaged ?? [])];
  }

  #stage(body: BackupRecord['body']): Buffer {
    return body instanceof Uint8Array
      ? this.#packs.stageBytes(body)
      : this.#packs.stage(JSON.stringify(body));
  }

  async #list(record: StoredRecord, hash: string, place: Place): Promise<void> {
    const { kind, type, id, label, codec } = record;
    if (!this.#kinds.has(kind)) throw new Error(`No part that is written has the kind ${kind}.`);
    await this.#spiller.add({ kind, type, id, label, hash, place, codec, gone: false });
  }

  async #exclude(pack: string): Promise<void> {
    await this.#store.markDamaged(pack);
    this.#base?.exclude(pack);
  }

  async #markSegments(): Promise<void> {
    if (!this.#base?.broken) return;
    for (const pack of await this.#base.damagedSegments()) await this.#exclude(pack);
  }

  /** What stood in packs that are lost is taken out, and comes again if it is still there. */
  async #putAgain(spills: Spill[], packs: ReadonlySet<string>, putAgain: PutAgain): Promise<void> {
    for await (const batch of alive(mergeEntries(this.#read(spills)))) {
      const keys = batch.filter(({ place }) => packsOf(place).some((pack) => packs.has(pack)));
      for (const key of keys) await this.drop(key);
      if (keys.length > 0) await putAgain(keys.map(({ kind, type, id }) => ({ kind, type, id })));
    }
  }

  /** The base that the sealed parts lean on. */
  protected get soundBaseId(): RunId | undefined {
    return this.#base?.broken ? undefined : this.#base?.baseId;
  }

  #read(spills: Spill[]) {
    return spills.map((spill) => readSpill(this.#store, spill));
  }
}

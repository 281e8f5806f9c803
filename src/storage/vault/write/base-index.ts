/**
 * What the base backup has, looked up by key: typed arrays for objects (about 40 bytes each), so
 * that a million fit into 40 MB.
 */
import type { RecordKey } from '../../../core/storages/records/backup-record.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import { firstIndexWhere } from '../../../core/kernel/collections/first-index-where.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { packsOf } from '../packs/pack-id.ts';
import { HASH_BYTES, type Place } from '../packs/place.ts';
import type { Entry } from '../manifest/entry.ts';
import type { ManifestReader } from '../manifest/manifest-reader.ts';

const TABLES = 3;

export class BaseIndex {
  readonly baseId: RunId;
  readonly manifest: ManifestReader;
  /** Data packs of the base that are there and not known to be damaged, with their raw bytes. */
  readonly sound: Map<string, number>;
  /** Packs that the base names and that are damaged or missing. */
  readonly damaged: Set<string>;
  /**
   * Set when a segment of the base turned out to be unreadable: its segments are not pointed to
   * then.
   */
  broken = false;
  readonly #small = new Map<string, Map<string, Entry>>();
  readonly #objects = new RecentMap<string, ObjectTable>(TABLES);

  constructor(baseId: RunId, manifest: ManifestReader, sound: Map<string, number>) {
    this.baseId = baseId;
    this.manifest = manifest;
    this.sound = sound;
    const named = manifest.manifest.parts.flatMap(({ packs }) => packs);
    this.damaged = new Set(named.filter((pack) => !sound.has(pack)));
  }

  /** Where the very same record already is; undefined when it has to be stored. */
  async find(key: RecordKey, hash: string): Promise<Place | undefined> {
    try {
      const place =
        key.kind === 'object'
          ? (await this.#table(key.type)).find(key.id, hash)
          : await this.#placeOf(key, hash);
      return place && this.isThere(place) ? place : undefined;
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      this.broken = true;
      return undefined;
    }
  }

  /** Any record but an object, whatever it holds; undefined where it isn't there. */
  async entryOf({ kind, type, id }: RecordKey): Promise<Entry | undefined> {
    try {
      const entry = (await this.#entries(kind)).get(`${type} ${id}`);
      return entry && this.isThere(entry.place) ? entry : undefined;
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      this.broken = true;
      return undefined;
    }
  }

  async #placeOf({ kind, type, id }: RecordKey, hash: string): Promise<Place | undefined> {
    const entry = (await this.#entries(kind)).get(`${type} ${id}`);
    return entry?.hash === hash ? entry.place : undefined;
  }

  /** What it has of a kind, in the order of the manifest, as far as its segments can be read. */
  async *entries(kind: RecordKey['kind']): AsyncGenerator<Entry[]> {
    if (this.broken) return;
    try {
      yield* this.manifest.entries({ kind });
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      this.broken = true;
    }
  }

  /** Whether all that a record consists of is there and not known to be damaged. */
  isThere(place: Place): boolean {
    return packsOf(place).every((pack) => this.sound.has(pack));
  }

  /** Nothing leans on this pack from now on. */
  exclude(pack: string): void {
    this.sound.delete(pack);
    this.damaged.add(pack);
  }

  /** Which of its segments cannot be read. */
  async damagedSegments(): Promise<string[]> {
    const damaged: string[] = [];
    for (const ref of this.manifest.segments()) {
      try {
        await this.manifest.segment(ref);
      } catch (error) {
        if (!(error instanceof Damaged)) throw error;
        damaged.push(ref.pack);
      }
    }
    return damaged;
  }

  async #entries(kind: RecordKey['kind']): Promise<Map<string, Entry>> {
    let entries = this.#small.get(kind);
    if (entries) return entries;
    this.#small.set(kind, (entries = new Map()));
    for await (const batch of this.manifest.entries({ kind }))
      for (const entry of batch)
        if (this.isThere(entry.place)) entries.set(`${entry.type} ${entry.id}`, entry);
    return entries;
  }

  async #table(type: string): Promise<ObjectTable> {
    let table = this.#objects.get(type);
    if (table) return table;
    table = new ObjectTable(this.manifest.count({ kind: 'object', type }));
    this.#objects.set(type, table);
    for await (const batch of this.manifest.entries({ kind: 'object', type }))
      for (const entry of batch) if (this.isThere(entry.place)) table.add(entry);
    return table;
  }
}

/** Entries of one type in order of their ids, as columns. */
class ObjectTable {
  readonly #ids: Float64Array;
  readonly #hashes: Buffer;
  readonly #places: Uint32Array;
  readonly #packs: string[] = [];
  readonly #packIndex = new Map<string, number>();
  #length = 0;

  constructor(capacity: number) {
    this.#ids = new Float64Array(capacity);
    this.#hashes = Buffer.alloc(capacity * HASH_BYTES);
    this.#places = new Uint32Array(capacity * 4);
  }

  /** Entries arrive in order; an id that is no number is left out (it will be stored again). */
  add(entry: Entry): void {
    const id = Number(entry.id);
    if (!Number.isSafeInteger(id) || this.#length === this.#ids.length) return;
    const at = this.#length;
    this.#ids[at] = id;
    this.#hashes.write(entry.hash, at * HASH_BYTES, 'hex');
    let pack = this.#packIndex.get(entry.place.pack);
    if (pack === undefined)
      this.#packIndex.set(entry.place.pack, (pack = this.#packs.push(entry.place.pack) - 1));
    this.#places.set([pack, entry.place.start, entry.place.length, entry.place.chunks], at * 4);
    this.#length += 1;
  }

  find(id: string, hash: string): Place | undefined {
    const wanted = Number(id);
    const at = firstIndexWhere(this.#length, (index) => elementAt(this.#ids, index) >= wanted);
    if (at === this.#length || this.#ids[at] !== wanted) return undefined;
    if (this.#hashes.toString('hex', at * HASH_BYTES, (at + 1) * HASH_BYTES) !== hash)
      return undefined;
    return {
      pack: elementAt(this.#packs, this.#placeNumber(at, 0)),
      start: this.#placeNumber(at, 1),
      length: this.#placeNumber(at, 2),
      chunks: this.#placeNumber(at, 3),
    };
  }

  /** Of the numbers that tell a place, the one at `column`: pack, start, length, chunks. */
  #placeNumber(at: number, column: number): number {
    return elementAt(this.#places, at * 4 + column);
  }
}

import type { RecordKey } from '../../../core/storages/records/backup-record.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import { packsOf } from '../packs/pack-id.ts';
import type { Place } from '../packs/place.ts';
import type { Entry } from '../manifest/entry.ts';
import type { ManifestReader } from '../manifest/manifest-reader.ts';
import { BaseTable } from './base-table.ts';

/** Types of objects whose tables are open. */
const TABLES = 3;
/** Tables of all other kinds that are open: people come between records of a type. */
const OTHER_TABLES = 8;

/** What the base backup has, looked up by key. */
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
  readonly #objects = new RecentMap<string, BaseTable>(TABLES);
  readonly #others = new RecentMap<string, BaseTable>(OTHER_TABLES);
  /** Whole entries by kind, of the few kinds that are taken over by their keys. */
  readonly #whole = new Map<string, Map<string, Entry>>();

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
      const place = (await this.#table(key)).find(key.id, hash);
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
    const known = this.#whole.get(kind);
    if (known) return known;
    const entries = new Map<string, Entry>();
    this.#whole.set(kind, entries);
    for await (const batch of this.manifest.entries({ kind }))
      for (const entry of batch)
        if (this.isThere(entry.place)) entries.set(`${entry.type} ${entry.id}`, entry);
    return entries;
  }

  async #table({ kind, type }: RecordKey): Promise<BaseTable> {
    const tables = kind === 'object' ? this.#objects : this.#others;
    const name = `${kind} ${type}`;
    const known = tables.get(name);
    if (known) return known;
    const table = new BaseTable(this.manifest.count({ kind, type }));
    tables.set(name, table);
    for await (const batch of this.manifest.entries({ kind, type }))
      for (const entry of batch) if (this.isThere(entry.place)) table.add(entry);
    return table;
  }
}

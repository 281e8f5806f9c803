/**
 * The objects of a schema: page by page, then censuses until what was read is what is there.
 * Whatever still changes after the last census is listed, not guessed.
 */
import type { ObjectType } from '../../../assets/model/object-type.ts';
import type { ObjectPage } from '../../../assets/ports/object-page.ts';
import { isSameCensus, takeCensus } from '../../../assets/reading/take-census.ts';
import { readObjects, readObjectsById } from '../../../assets/reading/read-objects.ts';
import { compareSeen } from '../../../assets/reading/compare-seen.ts';
import { SeenObjects } from '../../../assets/reading/seen-objects.ts';
import { Refused } from '../../../kernel/errors.ts';
import type { PartReading } from '../../part-reading.ts';
import { SeenPeople } from '../people/seen-people.ts';
import { objectRecord } from './object-record.ts';

const CENSUSES = 5;
/**
 * On a resumed run, objects that changed less than this before its start are read again: the site's
 * clock may differ from ours.
 */
const CLOCK_MARGIN_MS = 3_600_000;

export class ObjectsReading {
  readonly #reading: PartReading;
  readonly #people = new SeenPeople();
  readonly #read = new Map<string, SeenObjects>();
  readonly #unreadable = new Set<string>();
  #objects = 0;

  constructor(reading: PartReading) {
    this.#reading = reading;
  }

  /** @throws Refused `schema-empty`, and whatever AssetsReader throws */
  async run(): Promise<void> {
    const { site, schemaId, meter, pace } = this.#reading;
    const types = await this.#reading.objectTypes();
    await this.#resume(types);
    // Asked first: pages can then be in the order of ids.
    await site.supportsKeyset(schemaId, pace.signal);
    meter.set({
      step: 'Reading objects',
      total: types.reduce((sum, type) => sum + type.objectCount, 0),
      done: this.#objects,
    });
    await this.#readPages(types);
    meter.set({ step: 'Looking for changes during the backup' });
    await this.#settle(types);
    if (this.#count() === 0)
      throw new Refused('schema-empty', 'The schema is empty: there is nothing to back up.');
  }

  async #resume(types: ObjectType[]): Promise<void> {
    types.forEach(({ id }) => this.#seen(id));
    for await (const { type, id } of this.#reading.writer.ids('object'))
      this.#seen(type).add(id, Number.NaN);
    this.#objects = this.#count();
  }

  async #readPages(types: ObjectType[]): Promise<void> {
    const { site, state, meter } = this.#reading;
    const wanted = types.map((type) => ({
      id: type.id,
      expected: type.objectCount,
      from: state.contiguous[type.id] ?? 0,
    }));
    for await (const { typeId, page, contiguous } of readObjects(
      site,
      wanted,
      this.#reading.pace,
    )) {
      await this.#keep(page);
      state.contiguous[typeId] = contiguous;
      this.#objects += page.objects.length;
      meter.set({ done: this.#objects });
      await this.#reading.afterPage(page.objects.length);
    }
  }

  async #settle(first: ObjectType[]): Promise<void> {
    const { site, schemaId, pace } = this.#reading;
    const { signal } = pace;
    const anyType = first.find((type) => type.objectCount > 0) ?? first[0];
    const keyset = anyType !== undefined && (await site.supportsKeyset(schemaId, signal));
    let before: Map<string, SeenObjects> | undefined;
    for (let round = 1; round <= CENSUSES; round += 1) {
      const types = await site.objectTypes(schemaId, signal);
      const census = await takeCensus(
        site,
        types.map((type) => ({
          id: type.id,
          read: this.#seen(type.id),
          expected: type.objectCount,
        })),
        keyset,
        this.#reading.pace,
      );
      const differences = this.#differences(census);
      // An account that lost its rights, or a schema that was deleted, also answers with empty
      // lists: ask before believing that objects vanished.
      await site.schema(schemaId, signal);
      const agreed = keyset || (before !== undefined && isSameCensus(before, census));
      if (differences.length === 0 && agreed) return;
      await this.#fetch(
        differences.flatMap((difference) => difference.toFetch),
        round === CENSUSES,
      );
      await this.#confirm(
        differences.flatMap((difference) =>
          difference.toConfirm.map((id) => ({ typeId: difference.typeId, id })),
        ),
      );
      before = census;
    }
  }

  #differences(
    census: Map<string, SeenObjects>,
  ): { typeId: string; toFetch: string[]; toConfirm: string[] }[] {
    const unknownSince = this.#reading.startedAtMs - CLOCK_MARGIN_MS;
    const typeIds = new Set([...this.#read.keys(), ...census.keys()]);
    return [...typeIds]
      .map((typeId) => ({
        typeId,
        ...compareSeen(this.#seen(typeId), census.get(typeId) ?? new SeenObjects(), unknownSince),
      }))
      .map((difference) => ({
        ...difference,
        toFetch: difference.toFetch.filter((id) => !this.#unreadable.has(id)),
      }))
      .filter((difference) => difference.toFetch.length + difference.toConfirm.length > 0);
  }

  async #fetch(ids: string[], last: boolean): Promise<void> {
    for await (const page of readObjectsById(this.#reading.site, ids, this.#reading.pace)) {
      await this.#keep(page);
      if (last)
        page.objects.forEach((object) =>
          this.#reading.moving.add({ id: object.id, label: object.label }),
        );
      await this.#reading.afterPage(page.objects.length);
    }
  }

  /** Objects that a census does not list: gone, unless the site still answers them by id. */
  async #confirm(missing: { typeId: string; id: string }[]): Promise<void> {
    const there = new Set<string>();
    for await (const page of readObjectsById(
      this.#reading.site,
      missing.map((item) => item.id),
      this.#reading.pace,
    )) {
      page.objects.forEach((object) => there.add(object.id));
      page.unreadable.forEach((object) => there.add(object.id));
      await this.#keep(page);
    }
    const gone = missing.filter((item) => !there.has(item.id));
    for (const { typeId, id } of gone)
      await this.#reading.writer.drop({ kind: 'object', type: typeId, id });
    for (const typeId of new Set(gone.map((item) => item.typeId)))
      this.#seen(typeId).removeAll(
        gone.filter((item) => item.typeId === typeId).map((item) => item.id),
      );
  }

  async #keep(page: ObjectPage): Promise<void> {
    const { writer, state } = this.#reading;
    await this.#people.put(page, writer);
    for (const object of page.objects) {
      await writer.put(objectRecord(object));
      this.#seen(object.typeId).add(object.id, Date.parse(object.updated));
    }
    for (const object of page.unreadable) {
      if (!this.#unreadable.has(object.id)) state.unsaved.add(object);
      this.#unreadable.add(object.id);
    }
  }

  #seen(typeId: string): SeenObjects {
    const seen = this.#read.get(typeId) ?? new SeenObjects();
    this.#read.set(typeId, seen);
    return seen;
  }

  #count(): number {
    let count = 0;
    for (const seen of this.#read.values()) count += seen.size;
    return count;
  }
}

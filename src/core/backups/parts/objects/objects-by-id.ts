import type { AssetsObject } from '../../../assets/model/assets-object.ts';
import type { ObjectType } from '../../../assets/model/definitions/object-type.ts';
import type { ObjectPage } from '../../../assets/ports/pages/object-page.ts';
import { readObjectsById } from '../../../assets/reading/read-objects-by-id.ts';
import type { Census } from '../../../assets/reading/take-census.ts';
import type { UnansweredObjects } from '../../../assets/reading/unanswered-objects.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { recordLabel } from '../../reading/record-label.ts';
import type { KeptObjects } from './kept-objects.ts';
import { typeOfCounted } from './type-of-counted.ts';

/** The site has the object, but doesn't say under which type in a readable form. */
const UNKNOWN = Symbol('unknown type');

/** Asks for objects by id: what changed, and where those are that may be moved or deleted. */
export class ObjectsById {
  readonly #reading: PartReading;
  readonly #kept: KeptObjects;
  readonly #unanswered: UnansweredObjects;
  /** Ids of the schema's types, as last requested. */
  #types: ReadonlySet<string> = new Set();

  constructor(reading: PartReading, kept: KeptObjects, unanswered: UnansweredObjects) {
    this.#reading = reading;
    this.#kept = kept;
    this.#unanswered = unanswered;
  }

  /** The types of the schema, as they are now. */
  async askTypes(): Promise<ObjectType[]> {
    const types = await this.#reading.types.now();
    this.#types = new Set(types.map(({ id }) => id));
    return types;
  }

  /** Reads these objects again. `isLast`: what still changes is listed. */
  async fetch(
    ids: string[],
    { census, isLast = false }: { census: Census; isLast?: boolean },
  ): Promise<void> {
    for await (const page of this.#read(ids, census)) {
      const objects = await this.#keep(page);
      if (isLast)
        for (const { id, label } of objects)
          this.#reading.moving.add({ id, label: recordLabel(label) });
      await this.#reading.afterPage(objects.length);
    }
  }

  /**
   * Objects that a census does not list under their type: they are gone, unless the site still
   * returns them by id as being of that type.
   */
  async confirm(missing: { typeId: string; id: string }[], census: Census): Promise<void> {
    const ids = missing.map(({ id }) => id);
    const places = await this.#askPlaces(ids, census);
    await this.#drop(
      missing.filter(({ typeId, id }) => places.get(id) !== typeId && places.get(id) !== UNKNOWN),
    );
  }

  /** Keeps each object that was read under several types only where the site has it now. */
  async placeMoved(): Promise<void> {
    const { clock, signal } = this.#reading.pace;
    const moved = await this.#kept.places.moved(() => clock.sleep(0, signal));
    const places = await this.#askPlaces(moved.map(({ id }) => id));
    await this.#drop(
      moved.flatMap(({ id, typeIds }) => {
        const place = places.get(id) === UNKNOWN ? typeIds.at(-1) : places.get(id);
        return typeIds.filter((typeId) => typeId !== place).map((typeId) => ({ typeId, id }));
      }),
    );
  }

  /** The current types of these objects; those that are gone, or in another schema, have none. */
  async #askPlaces(ids: string[], census?: Census): Promise<Map<string, string | typeof UNKNOWN>> {
    const places = new Map<string, string | typeof UNKNOWN>();
    for await (const page of this.#read(ids, census)) {
      for (const { id } of page.unreadable) places.set(id, UNKNOWN);
      for (const { id, typeId } of await this.#keep(page)) places.set(id, typeId);
    }
    return places;
  }

  async #drop(gone: { typeId: string; id: string }[]): Promise<void> {
    for (const { typeId, id } of gone)
      await this.#reading.writer.drop({ kind: 'object', type: typeId, id });
    for (const [typeId, items] of Map.groupBy(gone, (item) => item.typeId))
      this.#kept.places.of(typeId).removeAll(items.map(({ id }) => id));
  }

  #read(ids: string[], census: Census | undefined): AsyncGenerator<ObjectPage> {
    const { site, pace } = this.#reading;
    const typeOf = typeOfCounted(this.#kept.places, census);
    return readObjectsById(site, ids, { ...pace, unanswered: this.#unanswered, typeOf });
  }

  /** Objects that were requested by id may have been moved to another schema: those don't count. */
  async #keep(page: ObjectPage): Promise<AssetsObject[]> {
    if (page.objects.some(({ typeId }) => !this.#types.has(typeId))) await this.askTypes();
    const objects = page.objects.filter(({ typeId }) => this.#types.has(typeId));
    await this.#kept.keep({ ...page, objects });
    return objects;
  }
}

import type { AssetsObject } from '../../../assets/model/assets-object.ts';
import type { ObjectPage, OddValue } from '../../../assets/ports/pages/object-page.ts';
import { letOthersRun } from '../../../kernel/loops/let-others-run.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { SeenPeople } from '../people/seen-people.ts';
import { ShownAttributes } from '../structure/shown-attributes.ts';
import { recordLabel } from '../../reading/record-label.ts';
import { objectRecord } from './object-record.ts';
import { ObjectPlaces } from './object-places.ts';

/** Puts pages of objects into the backup, and knows what was put and what could not be. */
export class KeptObjects {
  readonly places = new ObjectPlaces();
  /** Ids of those that could not be understood. */
  readonly unreadable = new Set<string>();
  /** Those that have neither an id nor a key to be told apart by. */
  #nameless = 0;
  readonly #reading: PartReading;
  readonly #people = new SeenPeople();
  readonly #attributes: ShownAttributes;
  /** Id → update time as of the base, of objects that are read to be compared with it. */
  #toCompare = new Map<string, number>();
  /** Ids of those that are listed as not saved, by an earlier attempt as well. */
  readonly #listed: Set<string>;
  /** Ids of those whose odd values are noted. */
  readonly #noted: Set<string>;

  constructor(reading: PartReading) {
    this.#reading = reading;
    this.#attributes = new ShownAttributes(reading);
    const { unsaved, kept, lost } = reading.state;
    this.#listed = new Set(unsaved.listed.map(({ id }) => id).filter((id) => id !== ''));
    this.#noted = new Set([...kept.listed, ...lost.listed].map(({ id }) => id));
  }

  async keep(page: ObjectPage): Promise<void> {
    const { writer, state } = this.#reading;
    await this.#people.put(page, writer);
    for (const object of page.objects) {
      await letOthersRun();
      if (this.#toCompare.has(object.id)) await this.#compare(object);
      await this.#attributes.put(object);
      await writer.put(objectRecord(object));
      this.places.of(object.typeId).add(object.id, Date.parse(object.updated));
    }
    for (const object of page.unreadable) {
      const { id } = object;
      if (id === '') this.#nameless += 1;
      else this.unreadable.add(id);
      if (this.#listed.has(id)) continue;
      state.unsaved.add(object);
      if (id !== '') this.#listed.add(id);
    }
    this.#noteOdd(page.odd);
  }

  /** What of these changed without a new update time is noted when they are kept. */
  compare(objects: Map<string, number>): void {
    this.#toCompare = objects;
  }

  /**
   * Takes over from the base whom objects name and who did not come. Returns whether all are there.
   */
  takeOverPeople(names: ReadonlySet<string>): Promise<boolean> {
    return this.#people.takeOver(names, this.#reading.writer);
  }

  get unreadableCount(): number {
    return this.unreadable.size + this.#nameless;
  }

  async #compare(object: AssetsObject): Promise<void> {
    const { id, label, updated } = object;
    if (this.#toCompare.get(id) !== Date.parse(updated)) return;
    this.#toCompare.delete(id);
    const { writer, leaning } = this.#reading;
    if (await writer.isInBase(objectRecord(object))) return;
    leaning.silent.add({ id, label: recordLabel(label) });
  }

  /** Each once, though an object may come several times. */
  #noteOdd(odd: OddValue[]): void {
    const { kept, lost } = this.#reading.state;
    const news = odd.filter(({ objectId }) => !this.#noted.has(objectId));
    for (const { objectId: id, attribute, reason, kept: isKept } of news) {
      (isKept ? kept : lost).add({ id, attribute, reason });
      this.#noted.add(id);
    }
  }
}

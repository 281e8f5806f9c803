import type { ObjectPage } from '../../../assets/ports/object-page.ts';
import type { PartReading } from '../../part-reading.ts';
import { SeenPeople } from '../people/seen-people.ts';
import { objectRecord } from './object-record.ts';
import { ObjectPlaces } from './object-places.ts';

/** Puts pages of objects into the backup, and knows what was put and what could not be. */
export class KeptObjects {
  readonly places = new ObjectPlaces();
  /** Ids of those that could not be understood. */
  readonly unreadable = new Set<string>();
  readonly #reading: PartReading;
  readonly #people = new SeenPeople();

  constructor(reading: PartReading) {
    this.#reading = reading;
  }

  async keep(page: ObjectPage): Promise<void> {
    const { writer, state } = this.#reading;
    await this.#people.put(page, writer);
    for (const object of page.objects) {
      await writer.put(objectRecord(object));
      this.places.of(object.typeId).add(object.id, Date.parse(object.updated));
    }
    for (const object of page.unreadable) {
      if (!this.unreadable.has(object.id)) state.unsaved.add(object);
      this.unreadable.add(object.id);
    }
  }
}

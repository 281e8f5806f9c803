import { readObjectsById } from '../../../assets/reading/read-objects-by-id.ts';
import type { RecordKey } from '../../../storages/records/backup-record.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { SeenPeople } from '../people/seen-people.ts';
import { ShownAttributes } from '../structure/shown-attributes.ts';
import { objectRecord } from './object-record.ts';

/** Puts these objects again as far as they still exist, with the people that they name. */
export async function putObjectsAgain(
  reading: PartReading,
  keys: readonly RecordKey[],
): Promise<void> {
  const { site, writer, pace, state } = reading;
  const people = new SeenPeople();
  const attributes = new ShownAttributes(reading);
  const types = new Map(keys.map(({ id, type }) => [id, type]));
  const how = { ...pace, typeOf: (id: string) => types.get(id) };
  for await (const page of readObjectsById(site, [...types.keys()], how)) {
    await people.put(page, writer);
    for (const object of page.objects) {
      await attributes.put(object);
      await writer.put(objectRecord(object));
    }
    for (const object of page.unreadable) state.unsaved.add(object);
  }
}

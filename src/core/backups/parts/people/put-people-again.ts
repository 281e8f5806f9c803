import { readObjects } from '../../../assets/reading/read-objects.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { SeenPeople } from './seen-people.ts';

/** Puts everybody again whom objects name: people only come with pages of objects. */
export async function putPeopleAgain(reading: PartReading): Promise<void> {
  const { site, schemaId, writer } = reading;
  const keyset = await site.supportsKeyset(schemaId, reading.pace.signal);
  const pace = { ...reading.pace, keyset };
  const people = new SeenPeople();
  const types = (await reading.types.first()).map(({ id, objectCount }) => ({
    id,
    expected: objectCount,
  }));
  for await (const { page } of readObjects(site, types, pace)) await people.put(page, writer);
}

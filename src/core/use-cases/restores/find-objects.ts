import { aqlQuery, hasKeyOf } from '../../assets/aql/aql-query.ts';
import type { AssetsObject } from '../../assets/model/assets-object.ts';
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';
import { lookUpObjects } from '../../assets/reading/read-objects-by-id.ts';
import { searchObjects } from '../../assets/reading/search-objects.ts';

const BATCH_SIZE = 50;
const OBJECT_ID = /^\d{1,19}$/;

export type FoundObject = Pick<AssetsObject, 'id' | 'key' | 'typeId'>;

/** Objects named by id or by key, in any case, as far as they exist: name → object. */
export async function findObjects(
  site: AssetsReader,
  names: readonly string[],
): Promise<Map<string, FoundObject>> {
  const found = new Map<string, FoundObject>();
  const wanted = [...new Set(names)];
  for (let at = 0; at < wanted.length; at += BATCH_SIZE) {
    const batch = wanted.slice(at, at + BATCH_SIZE);
    const objects = [
      ...(await readByIds(
        site,
        batch.filter((name) => OBJECT_ID.test(name)),
      )),
      ...(await readByKeys(
        site,
        batch.filter((name) => !OBJECT_ID.test(name)),
      )),
    ];
    for (const name of batch) {
      const named = objects.find((object) => isCalled(name, object));
      if (named) found.set(name, { id: named.id, key: named.key, typeId: named.typeId });
    }
  }
  return found;
}

const isCalled = (name: string, { id, key }: FoundObject): boolean =>
  name === id || name.toUpperCase() === key.toUpperCase();

async function readByIds(site: AssetsReader, ids: string[]): Promise<AssetsObject[]> {
  const found: AssetsObject[] = [];
  for await (const { objects } of lookUpObjects(site, ids)) found.push(...objects);
  return found;
}

async function readByKeys(site: AssetsReader, keys: string[]): Promise<AssetsObject[]> {
  if (keys.length === 0) return [];
  const found: AssetsObject[] = [];
  for await (const object of searchObjects(site, aqlQuery([hasKeyOf(keys)], 'Key')))
    found.push(object);
  return found;
}

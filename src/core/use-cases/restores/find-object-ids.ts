import type { AssetsObject } from '../../assets/model/assets-object.ts';
import type { AssetsReader } from '../../assets/ports/assets-reader.ts';

const BATCH_SIZE = 50;
const OBJECT_ID = /^\d{1,19}$/;

/** Ids of objects named by id or by key, in any case, as far as they exist: name → id. */
export async function findObjectIds(
  site: AssetsReader,
  names: readonly string[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
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
      const named = objects.find(({ id, key }) => isCalled(name, id, key));
      if (named) found.set(name, named.id);
    }
  }
  return found;
}

const isCalled = (name: string, id: string, key: string): boolean =>
  name === id || name.toUpperCase() === key.toUpperCase();

async function readByIds(site: AssetsReader, ids: string[]): Promise<AssetsObject[]> {
  return ids.length === 0 ? [] : (await site.objectsById(ids)).read().objects;
}

async function readByKeys(site: AssetsReader, keys: string[]): Promise<AssetsObject[]> {
  if (keys.length === 0) return [];
  const query = `Key IN (${keys.map((key) => `"${key}"`).join(',')})`;
  return (await site.search(query, 0, BATCH_SIZE)).read().objects;
}

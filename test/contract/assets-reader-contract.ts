import assert from 'node:assert/strict';
import type { ObjectType } from '../../src/core/assets/model/definitions/object-type.ts';
import type { Schema } from '../../src/core/assets/model/definitions/schema.ts';
import type { AssetsReader } from '../../src/core/assets/ports/assets-reader.ts';
import { findTypesOfObjects } from '../../src/core/assets/reading/gather-types.ts';

/** A site with what its account sees first: the largest schema, and the largest type in it. */
interface ReadableSite {
  site: AssetsReader;
  schemas: Schema[];
  complete: boolean;
  largest: Schema;
  types: ObjectType[];
  type: ObjectType;
}

interface ReaderCheck {
  name: string;
  run(rig: ReadableSite): Promise<void>;
}

const CHECKS: ReaderCheck[] = [
  {
    name: 'a listing of schemas is complete, each one once',
    run: async ({ schemas, complete }) => {
      assert.ok(complete);
      assert.equal(new Set(schemas.map((schema) => schema.id)).size, schemas.length);
    },
  },
  {
    name: 'a schema answers for itself as it was listed',
    run: async ({ site, largest }) =>
      assert.deepEqual(
        { ...(await site.schema(largest.id)), objectCount: 0, objectTypeCount: 0 },
        { ...largest, objectCount: 0, objectTypeCount: 0 },
      ),
  },
  {
    name: 'object types name parents of the same schema',
    run: async ({ types }) =>
      types.forEach((each) =>
        assert.ok(each.parentId === null || types.some((other) => other.id === each.parentId)),
      ),
  },
  {
    name: 'an object type is the same by its own call, and is of one schema',
    run: async ({ site, largest, types }) => {
      for (const { objectCount: _count, ...listed } of types.slice(0, 5)) {
        const alone = await site.objectType(listed.id, largest.id);
        assert.deepEqual({ ...alone, objectCount: 0 }, { ...listed, objectCount: 0 });
        assert.equal(await site.objectType(listed.id, '987654321'), null);
      }
      assert.equal(await site.objectType('987654321', largest.id), null);
    },
  },
  {
    name: 'objects show the types that they are of, without those that are known',
    run: async ({ site, largest, types }) => {
      const { signal } = new AbortController();
      const used = types.filter(({ objectCount }) => objectCount > 0);
      const [first] = used;
      const shown = await findTypesOfObjects(site, largest.id, first ? [first] : [], signal);
      const namesOf = (all: ObjectType[]) => all.map(({ id, name }) => `${id} ${name}`).sort();
      assert.deepEqual(namesOf(shown), namesOf(used.slice(1)));
    },
  },
  {
    name: 'attributes are those of the type itself, with ids of their own',
    run: async ({ site, types }) => {
      const all = (await Promise.all(types.map((each) => site.attributes(each.id)))).flat();
      assert.equal(new Set(all.map((attribute) => attribute.id)).size, all.length);
    },
  },
  {
    name: 'pages by offset hold each object once, in all as many as the type counts',
    run: async ({ site, largest, type }) => {
      await site.supportsKeyset(largest.id);
      const ids: string[] = [];
      for (let offset = 0; offset < type.objectCount; offset += 50) {
        const received = await site.objects(type.id, { offset }, 50);
        ids.push(...(await received.read()).objects.map((object) => object.id));
      }
      assert.equal(new Set(ids).size, type.objectCount);
    },
  },
  {
    name: 'a census lists the ids and update times of the pages',
    run: async ({ site, type }) => {
      const received = await site.objects(type.id, { offset: 0 }, 20);
      const page = await received.read();
      const census = await site.census(type.id, { offset: 0 }, 20);
      assert.deepEqual(
        census.entries,
        page.objects.map(({ id, updated }) => ({ id, updated })),
      );
    },
  },
  {
    name: 'objects asked for by id are those of the page, and unknown ids are left out',
    run: async ({ site, type }) => {
      const received = await site.objects(type.id, { offset: 0 }, 5);
      const page = await received.read();
      const ids = [...page.objects.map((object) => object.id), '999999999'];
      const again = await (await site.objectsById(ids)).read();
      assert.deepEqual(
        new Map(again.objects.map((object) => [object.id, object])),
        new Map(page.objects.map((object) => [object.id, object])),
      );
    },
  },
  {
    name: 'keyset pages, where the site supports them, go on after the id',
    run: async ({ site, largest, type }) => {
      if (!(await site.supportsKeyset(largest.id))) return;
      const first = await site.census(type.id, { afterId: '0' }, 3);
      const next = await site.census(type.id, { afterId: first.entries.at(-1)!.id }, 3);
      assert.ok(next.entries.every((entry) => Number(entry.id) > Number(first.entries.at(-1)!.id)));
    },
  },
  {
    name: 'a schema that is not there is gone, not an error of ours',
    run: async ({ site }) => {
      await assert.rejects(site.schema('987654321'), { code: 'schema-gone' });
    },
  },
];

async function readFirst(site: AssetsReader): Promise<ReadableSite> {
  const { schemas, complete } = await site.schemas();
  assert.ok(schemas.length > 0, 'the account sees no schema');
  const largest = schemas.reduce((a, b) => (b.objectCount > a.objectCount ? b : a));
  const types = await site.objectTypes(largest.id);
  const type = types.reduce((a, b) => (b.objectCount > a.objectCount ? b : a));
  return { site, schemas, complete, largest, types, type };
}

/**
 * What every Assets site behind the port keeps, by reading alone: run against the pretend site, and
 * by `npm run test:live` against a real one.
 */
export async function assetsReaderContract(
  site: AssetsReader,
): Promise<{ name: string; run: () => Promise<void> }[]> {
  const rig = await readFirst(site);
  return CHECKS.map(({ name, run }) => ({ name, run: () => run(rig) }));
}

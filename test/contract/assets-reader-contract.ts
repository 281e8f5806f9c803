import assert from 'node:assert/strict';
import type { AssetsReader } from '../../src/core/assets/ports/assets-reader.ts';

/** What every Assets site behind the port keeps, by reading alone: run against the pretend site, and by `npm run test:live` against a real one. */
export async function assetsReaderContract(
  site: AssetsReader,
): Promise<{ name: string; run: () => Promise<void> }[]> {
  const { schemas, complete } = await site.schemas();
  assert.ok(schemas.length > 0, 'the account sees no schema');
  const largest = schemas.reduce((a, b) => (b.objectCount > a.objectCount ? b : a));
  const types = await site.objectTypes(largest.id);
  const type = types.reduce((a, b) => (b.objectCount > a.objectCount ? b : a));
  return [
    {
      name: 'a listing of schemas is complete, each one once',
      run: async () => {
        assert.ok(complete);
        assert.equal(new Set(schemas.map((schema) => schema.id)).size, schemas.length);
      },
    },
    {
      name: 'a schema answers for itself as it was listed',
      run: async () =>
        assert.deepEqual(
          { ...(await site.schema(largest.id)), objectCount: 0, objectTypeCount: 0 },
          { ...largest, objectCount: 0, objectTypeCount: 0 },
        ),
    },
    {
      name: 'object types name parents of the same schema',
      run: async () =>
        types.forEach((each) =>
          assert.ok(each.parentId === null || types.some((other) => other.id === each.parentId)),
        ),
    },
    {
      name: 'attributes are those of the type itself, with ids of their own',
      run: async () => {
        const all = (await Promise.all(types.map((each) => site.attributes(each.id)))).flat();
        assert.equal(new Set(all.map((attribute) => attribute.id)).size, all.length);
      },
    },
    {
      name: 'pages by offset hold each object once, in all as many as the type counts',
      run: async () => {
        await site.supportsKeyset(largest.id);
        const ids: string[] = [];
        for (let offset = 0; offset < type.objectCount; offset += 50)
          ids.push(
            ...(await site.objects(type.id, { offset }, 50))
              .read()
              .objects.map((object) => object.id),
          );
        assert.equal(new Set(ids).size, type.objectCount);
      },
    },
    {
      name: 'a census lists the ids and update times of the pages',
      run: async () => {
        const page = (await site.objects(type.id, { offset: 0 }, 20)).read();
        const census = await site.census(type.id, { offset: 0 }, 20);
        assert.deepEqual(
          census.entries,
          page.objects.map(({ id, updated }) => ({ id, updated })),
        );
      },
    },
    {
      name: 'objects asked for by id are those of the page, and unknown ids are left out',
      run: async () => {
        const page = (await site.objects(type.id, { offset: 0 }, 5)).read();
        const again = (
          await site.objectsById([...page.objects.map((object) => object.id), '999999999'])
        ).read();
        assert.deepEqual(
          new Map(again.objects.map((object) => [object.id, object])),
          new Map(page.objects.map((object) => [object.id, object])),
        );
      },
    },
    {
      name: 'keyset pages, where the site supports them, go on after the id',
      run: async () => {
        if (!(await site.supportsKeyset(largest.id))) return;
        const first = await site.census(type.id, { afterId: '0' }, 3);
        const next = await site.census(type.id, { afterId: first.entries.at(-1)!.id }, 3);
        assert.ok(
          next.entries.every((entry) => Number(entry.id) > Number(first.entries.at(-1)!.id)),
        );
      },
    },
    {
      name: 'a schema that is not there is gone, not an error of ours',
      run: async () => {
        await assert.rejects(site.schema('987654321'), { code: 'schema-gone' });
      },
    },
  ];
}

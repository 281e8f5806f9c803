import assert from 'node:assert/strict';
import { until } from '../../../scripts/admin-session.ts';
import { assertRefused } from './assert-refused.ts';
import type { DestinationCheck } from './destination-check.ts';

/** Taken names, missing things, searches, deletions and totals. */
export const lookupChecks: DestinationCheck[] = [
  {
    name: 'names that are taken are refused under the name of the field',
    run: async ({ target, schema, addType, rack }) => {
      await assertRefused(
        target.createSchema({
          name: schema.name,
          key: `${schema.key.slice(0, 9)}Z`,
          description: '',
        }),
        (error) => assert.deepEqual(Object.keys(error.fields), ['name']),
      );
      await assertRefused(addType('Rack'), (error) =>
        assert.deepEqual(Object.keys(error.fields), ['name']),
      );
      await assertRefused(
        target.createAttribute(rack.id, { name: 'Serial', kind: 'text' }),
        (error) => assert.deepEqual(Object.keys(error.fields), ['name']),
      );
    },
  },
  {
    name: 'what is not there is gone: an object is null, a write to it is refused',
    run: async ({ target, rack }) => {
      assert.equal(await target.object('999999999'), null);
      assert.deepEqual(
        [await target.hasObjectType(rack.id), await target.hasObjectType('999999999')],
        [true, false],
      );
      await assert.rejects(target.updateObject('999999999', { typeId: rack.id, values: {} }), {
        code: 'schema-gone',
      });
      await assert.rejects(target.createObject({ typeId: '999999999', values: {} }), {
        code: 'schema-gone',
      });
      await assert.rejects(target.createAttribute('999999999', { name: 'A', kind: 'text' }), {
        code: 'schema-gone',
      });
    },
  },
  {
    name: 'a search finds objects by a value, page by page, with their values',
    run: async ({ target, rack, rackName, made }) => {
      for (const serial of ['S-2', 'S-3'])
        await target.createObject({
          typeId: rack.id,
          values: { [rackName]: [`Rack ${serial}`], [made.attributes['Serial']!]: [serial] },
        });
      const query = `objectTypeId = ${rack.id} AND "Serial" IN ("S-2", "S-3") ORDER BY Key ASC`;
      const page = async (offset: number) => (await target.search(query, offset, 1)).read();
      const first = await until('the search knows both', async () => {
        const all = await (await target.search(query, 0, 5)).read();
        return all.objects.length === 2 ? page(0) : undefined;
      });
      const second = await page(1);
      assert.deepEqual([first.last, second.last], [false, true]);
      assert.deepEqual(
        [...first.objects, ...second.objects].map(
          (object) => object.values[made.attributes['Serial']!],
        ),
        [[{ value: 'S-2' }], [{ value: 'S-3' }]],
      );
      await assert.rejects(target.search('((', 0, 1), { code: 'site-refused' });
    },
  },
  {
    name: 'an attribute is deleted with its values; a second time it counts as deleted',
    run: async ({ target, rack, attributesOf, rackName, made }) => {
      await target.deleteAttribute(made.attributes['Serial']!);
      await target.deleteAttribute(made.attributes['Serial']!);
      assert.ok(!(await attributesOf(rack.id)).has('Serial'));
      assert.equal((await target.object(made.rack))!.values[made.attributes['Serial']!], undefined);
      await assertRefused(target.deleteAttribute(rackName), () => undefined);
    },
  },
  {
    name: 'the total counts one more object for each that is made',
    run: async ({ target, site, siteName }) => {
      const before = await target.objectTotal();
      await target.createObject({ typeId: site.id, values: { [siteName]: ['Osaka'] } });
      assert.equal(await target.objectTotal(), before + 1);
    },
  },
];

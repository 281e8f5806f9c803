import assert from 'node:assert/strict';
import { assertRefused } from './assert-refused.ts';
import type { DestinationCheck } from './destination-check.ts';

/** Objects with their values, and what refuses them. */
export const objectChecks: DestinationCheck[] = [
  {
    name: 'an object is read back with a value of each kind, straight after it was made',
    run: async ({ target, known, mark, schema, site, rack, siteName, rackName, made }) => {
      const { attributes } = made;
      const at = await target.createObject({
        typeId: site.id,
        values: { [siteName]: ['Berlin'] },
      });
      const written = await target.createObject({
        typeId: rack.id,
        values: {
          [rackName]: ['Rack 1'],
          [attributes['Serial']!]: ['S-1'],
          [attributes['Height']!]: ['42'],
          [attributes['Colour']!]: ['red', 'green'],
          [attributes['Owner']!]: [known.person.accountId],
          [attributes['Team']!]: [known.group],
          [attributes['State']!]: [made.status],
          [attributes['Site']!]: [at.id],
        },
      });
      [made.site, made.rack] = [at.id, written.id];
      const object = (await target.object(written.id))!;
      assert.deepEqual(
        [object.id, object.key, object.typeId, object.label],
        [written.id, written.key, rack.id, 'Rack 1'],
      );
      assert.ok(written.key.startsWith(`${schema.key}-`));
      assert.deepEqual(object.values, {
        [rackName]: [{ value: 'Rack 1' }],
        [attributes['Serial']!]: [{ value: 'S-1' }],
        [attributes['Height']!]: [{ value: '42' }],
        [attributes['Colour']!]: [{ value: 'red' }, { value: 'green' }],
        [attributes['Owner']!]: [{ user: known.person.accountId }],
        [attributes['Team']!]: [{ group: known.group }],
        [attributes['State']!]: [{ status: made.status, name: `In use ${mark}` }],
        [attributes['Site']!]: [{ object: at.id }],
      });
    },
  },
  {
    name: 'a change of an object leaves what it does not name, and an empty list clears',
    run: async ({ target, rack, made }) => {
      const { attributes } = made;
      const before = (await target.object(made.rack))!;
      const written = await target.updateObject(made.rack, {
        typeId: rack.id,
        values: {
          [attributes['Height']!]: ['21'],
          [attributes['Owner']!]: [],
          [attributes['Site']!]: [],
        },
      });
      assert.deepEqual(written, { id: made.rack, key: before.key });
      const {
        [attributes['Owner']!]: _owner,
        [attributes['Site']!]: _site,
        ...rest
      } = before.values;
      assert.deepEqual((await target.object(made.rack))!.values, {
        ...rest,
        [attributes['Height']!]: [{ value: '21' }],
      });
    },
  },
  {
    name: 'wrong values refuse the whole write, each under the id of its attribute',
    run: async ({ target, rack, rackName, made }) => {
      const { attributes } = made;
      const before = await target.object(made.rack);
      await assertRefused(
        target.updateObject(made.rack, {
          typeId: rack.id,
          values: {
            [rackName]: ['Renamed'],
            [attributes['Team']!]: ['no such group'],
            [attributes['Colour']!]: ['blue'],
          },
        }),
        (error) => {
          assert.deepEqual(
            Object.keys(error.fields).sort(),
            [attributes['Team']!, attributes['Colour']!].sort(),
          );
          assert.ok(error.message.length > 0);
        },
      );
      assert.deepEqual(await target.object(made.rack), before);
      const total = await target.objectTotal();
      await assertRefused(
        target.createObject({
          typeId: rack.id,
          values: { [rackName]: ['Rack 2'], [attributes['Site']!]: ['999999999'] },
        }),
        (error) => assert.deepEqual(Object.keys(error.fields), [attributes['Site']!]),
      );
      await assertRefused(target.createObject({ typeId: rack.id, values: {} }), (error) =>
        assert.deepEqual(Object.keys(error.fields), [rackName]),
      );
      assert.equal(await target.objectTotal(), total);
    },
  },
  {
    name: 'a unique value is refused a second time, under its attribute',
    run: async ({ target, rack, rackName, made }) => {
      await assertRefused(
        target.createObject({
          typeId: rack.id,
          values: { [rackName]: ['Rack 2'], [made.attributes['Serial']!]: ['S-1'] },
        }),
        (error) => assert.match(error.fields[made.attributes['Serial']!]!, /duplicated value/),
      );
    },
  },
];

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { AttributeDefinition } from '../../src/core/assets/model/attribute-definition.ts';
import type { AttributeInput } from '../../src/core/assets/model/attribute-input.ts';
import type { AssetsDestination } from '../../src/core/assets/ports/assets-destination.ts';
import { WriteRefused } from '../../src/core/assets/ports/write-refused.ts';
import { until } from '../../scripts/admin-session.ts';

/** What the site around the target is known to hold: one person whose e-mail can be seen, one whose cannot. */
export interface KnownOnSite {
  person: { accountId: string; email: string };
  hidden: { accountId: string; email: string };
  group: string;
  project: string;
  iconName: string;
}

type Check = { name: string; run: () => Promise<void> };

/** What every target behind the port keeps, in a schema that the suite makes for itself and leaves behind. The checks build on each other, in order. */
export async function assetsDestinationContract(
  target: AssetsDestination,
  known: KnownOnSite,
): Promise<Check[]> {
  const mark = randomUUID().slice(0, 6).toUpperCase();
  const icon = (await target.icons()).find((each) => each.name === known.iconName);
  assert.ok(icon, 'the site has no such icon');
  const schema = await target.createSchema({
    name: `Contract ${mark}`,
    key: `C${mark.replace(/\d/g, (digit) => 'GHIJKLMNOP'[Number(digit)]!)}`,
    description: 'Made by the contract',
  });
  const type = (
    name: string,
    rest: { parentId?: string; inherited?: boolean; abstract?: boolean } = {},
  ) =>
    target.createObjectType({
      name,
      description: `${name} by the contract`,
      iconId: icon.id,
      schemaId: schema.id,
      inherited: false,
      abstract: false,
      ...rest,
    });
  const site = await type('Site');
  const rack = await type('Rack');
  const attributesOf = async (typeId: string) =>
    new Map((await target.attributes(typeId)).map((attribute) => [attribute.name, attribute]));
  const nameId = async (typeId: string): Promise<string> =>
    (await attributesOf(typeId)).get('Name')!.id;
  const [siteName, rackName] = [await nameId(site.id), await nameId(rack.id)];
  const made = {
    site: '',
    rack: '',
    serial: '',
    status: '',
    referenceType: '',
    attributes: {} as Record<string, string>,
  };
  const refused = async (
    write: Promise<unknown>,
    check: (error: WriteRefused) => void,
  ): Promise<void> => {
    await assert.rejects(write, (error: unknown) => {
      assert.ok(error instanceof WriteRefused, String(error));
      check(error);
      return true;
    });
  };

  return [
    {
      name: 'a schema that was made is listed and answers for itself',
      run: async () => {
        assert.deepEqual(
          { ...(await target.schema(schema.id)), objectTypeCount: 0 },
          { ...schema, objectTypeCount: 0 },
        );
        assert.ok((await target.schemas()).schemas.some((each) => each.id === schema.id));
      },
    },
    {
      name: 'an object type is read back as it was written, below its parent, and a change leaves what it does not name',
      run: async () => {
        const parent = await type('Place', { inherited: true, abstract: true });
        const child = await type('Room', { parentId: parent.id });
        await target.updateObjectType(child.id, { description: 'Changed' });
        await target.updateObjectType(parent.id, { abstract: false });
        const types = new Map((await target.objectTypes(schema.id)).map((each) => [each.id, each]));
        const { name, description, iconId, parentId, schemaId } = types.get(child.id)!;
        assert.deepEqual(
          { name, description, iconId, parentId, schemaId },
          {
            name: 'Room',
            description: 'Changed',
            iconId: icon.id,
            parentId: parent.id,
            schemaId: schema.id,
          },
        );
        assert.deepEqual(
          [
            types.get(parent.id)!.inherited,
            types.get(parent.id)!.abstract,
            types.get(parent.id)!.description,
          ],
          [true, false, 'Place by the contract'],
        );
      },
    },
    {
      name: 'statuses and reference types are listed with what they were made of',
      run: async () => {
        made.status = (
          await target.createStatus({
            name: `In use ${mark}`,
            category: 1,
            description: 'Used',
            schemaId: schema.id,
          })
        ).id;
        made.referenceType = (
          await target.createReferenceType({
            name: `Stands in ${mark}`,
            description: 'Where',
            color: '0055cc',
            schemaId: schema.id,
          })
        ).id;
        const status = (await target.statusTypes(schema.id)).find(
          (each) => each.id === made.status,
        )!;
        const reference = (await target.referenceTypes(schema.id)).find(
          (each) => each.id === made.referenceType,
        )!;
        assert.deepEqual(
          [status.name, status.category, status.description, status.schemaId],
          [`In use ${mark}`, 1, 'Used', schema.id],
        );
        assert.deepEqual(
          [reference.name, reference.description, reference.color, reference.schemaId],
          [`Stands in ${mark}`, 'Where', '0055cc', schema.id],
        );
      },
    },
    {
      name: 'plain attributes are read back as they were written, in the order in which they were made',
      run: async () => {
        const make = async (name: string, rest: Omit<AttributeInput, 'name'>): Promise<void> => {
          made.attributes[name] = (await target.createAttribute(rack.id, { name, ...rest })).id;
        };
        await make('Serial', {
          kind: 'text',
          unique: true,
          regexValidation: 'S-[0-9]+',
          description: 'Of the maker',
        });
        await make('Height', { kind: 'integer', suffix: 'U', summable: true });
        await make('Colour', {
          kind: 'select',
          options: 'red,green',
          minimumCardinality: 0,
          maximumCardinality: 2,
        });
        await make('Owner', { kind: 'user', maximumCardinality: -1 });
        await make('Team', { kind: 'group' });
        await make('State', { kind: 'status' });
        const all = await attributesOf(rack.id);
        const read = (name: string, ...fields: (keyof AttributeDefinition)[]) =>
          fields.map((field) => all.get(name)![field]);
        assert.deepEqual(read('Serial', 'unique', 'regexValidation', 'description', 'kind'), [
          true,
          'S-[0-9]+',
          'Of the maker',
          'text',
        ]);
        assert.deepEqual(read('Height', 'suffix', 'summable', 'kind'), ['U', true, 'integer']);
        assert.deepEqual(read('Colour', 'options', 'minimumCardinality', 'maximumCardinality'), [
          'red,green',
          0,
          2,
        ]);
        assert.deepEqual(
          ['Owner', 'Team', 'State'].map((name) => all.get(name)!.kind),
          ['user', 'group', 'status'],
        );
        assert.deepEqual(
          [...all.values()]
            .sort((a, b) => a.position - b.position)
            .map((each) => each.name)
            .slice(4),
          ['Serial', 'Height', 'Colour', 'Owner', 'Team', 'State'],
        );
        assert.deepEqual(
          Object.entries(made.attributes).map(([name, id]) => all.get(name)!.id === id),
          Object.keys(made.attributes).map(() => true),
        );
      },
    },
    {
      name: 'a reference is read back with the type and the reference type that it was written with',
      run: async () => {
        made.attributes['Site'] = (
          await target.createAttribute(rack.id, {
            name: 'Site',
            kind: 'reference',
            referencedTypeId: site.id,
            referenceTypeId: made.referenceType,
            includeChildObjectTypes: true,
            maximumCardinality: -1,
          })
        ).id;
        const attribute = (await attributesOf(rack.id)).get('Site')!;
        assert.deepEqual(
          [
            attribute.kind,
            attribute.referencedTypeId,
            attribute.referenceTypeId,
            attribute.includeChildObjectTypes,
            attribute.maximumCardinality,
          ],
          ['reference', site.id, made.referenceType, true, -1],
        );
      },
    },
    {
      name: 'a change of an attribute leaves what it does not name',
      run: async () => {
        await target.updateAttribute(rack.id, made.attributes['Height']!, {
          description: 'In units',
          minimumCardinality: 1,
        });
        await target.updateAttribute(rack.id, made.attributes['Height']!, {
          minimumCardinality: 0,
        });
        const attribute = (await attributesOf(rack.id)).get('Height')!;
        assert.deepEqual(
          [attribute.description, attribute.minimumCardinality, attribute.suffix, attribute.name],
          ['In units', 0, 'U', 'Height'],
        );
      },
    },
    {
      name: 'an object is read back with a value of each kind, straight after it was made',
      run: async () => {
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
      run: async () => {
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
      run: async () => {
        const { attributes } = made;
        const before = await target.object(made.rack);
        await refused(
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
        await refused(
          target.createObject({
            typeId: rack.id,
            values: { [rackName]: ['Rack 2'], [attributes['Site']!]: ['999999999'] },
          }),
          (error) => assert.deepEqual(Object.keys(error.fields), [attributes['Site']!]),
        );
        await refused(target.createObject({ typeId: rack.id, values: {} }), (error) =>
          assert.deepEqual(Object.keys(error.fields), [rackName]),
        );
        assert.equal(await target.objectTotal(), total);
      },
    },
    {
      name: 'a unique value is refused a second time, under its attribute',
      run: async () => {
        await refused(
          target.createObject({
            typeId: rack.id,
            values: { [rackName]: ['Rack 2'], [made.attributes['Serial']!]: ['S-1'] },
          }),
          (error) => assert.match(error.fields[made.attributes['Serial']!]!, /duplicated value/),
        );
      },
    },
    {
      name: 'names that are taken are refused under the name of the field',
      run: async () => {
        await refused(
          target.createSchema({
            name: schema.name,
            key: `${schema.key.slice(0, 9)}Z`,
            description: '',
          }),
          (error) => assert.deepEqual(Object.keys(error.fields), ['name']),
        );
        await refused(type('Rack'), (error) =>
          assert.deepEqual(Object.keys(error.fields), ['name']),
        );
        await refused(target.createAttribute(rack.id, { name: 'Serial', kind: 'text' }), (error) =>
          assert.deepEqual(Object.keys(error.fields), ['name']),
        );
      },
    },
    {
      name: 'what is not there is gone: an object is null, a write to it is refused',
      run: async () => {
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
      run: async () => {
        for (const serial of ['S-2', 'S-3'])
          await target.createObject({
            typeId: rack.id,
            values: { [rackName]: [`Rack ${serial}`], [made.attributes['Serial']!]: [serial] },
          });
        const query = `objectTypeId = ${rack.id} AND "Serial" IN ("S-2", "S-3") ORDER BY Key ASC`;
        const page = async (offset: number) => (await target.search(query, offset, 1)).read();
        const first = await until('the search knows both', async () =>
          (await target.search(query, 0, 5)).read().objects.length === 2 ? page(0) : undefined,
        );
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
      run: async () => {
        await target.deleteAttribute(made.attributes['Serial']!);
        await target.deleteAttribute(made.attributes['Serial']!);
        assert.ok(!(await attributesOf(rack.id)).has('Serial'));
        assert.equal(
          (await target.object(made.rack))!.values[made.attributes['Serial']!],
          undefined,
        );
        await refused(target.deleteAttribute(rackName), () => undefined);
      },
    },
    {
      name: 'the total counts one more object for each that is made',
      run: async () => {
        const before = await target.objectTotal();
        await target.createObject({ typeId: site.id, values: { [siteName]: ['Osaka'] } });
        assert.equal(await target.objectTotal(), before + 1);
      },
    },
    {
      name: 'people are known by their ids, those that nobody knows left out, however many are asked for',
      run: async () => {
        assert.deepEqual(await target.people([]), []);
        const asked = [
          ...Array.from({ length: 120 }, (_none, at) => `nobody-${at}`),
          known.person.accountId,
          known.hidden.accountId,
          known.person.accountId,
        ];
        const people = new Map(
          (await target.people(asked)).map((person) => [person.accountId, person]),
        );
        assert.deepEqual(
          [...people.keys()].sort(),
          [known.person.accountId, known.hidden.accountId].sort(),
        );
        assert.deepEqual(
          [
            people.get(known.person.accountId)!.email,
            people.get(known.person.accountId)!.active,
            people.get(known.hidden.accountId)!.email,
          ],
          [known.person.email, true, null],
        );
      },
    },
    {
      name: 'a person is found by a visible e-mail, whatever its case, and only by the whole of it',
      run: async () => {
        assert.equal(
          (await target.personByEmail(known.person.email.toUpperCase()))?.accountId,
          known.person.accountId,
        );
        assert.equal(await target.personByEmail(known.person.email.slice(0, -1)), null);
        assert.equal(await target.personByEmail(known.hidden.email), null);
        assert.equal(await target.personByEmail('nobody@nowhere.invalid'), null);
      },
    },
    {
      name: 'groups and projects are listed by name and key, each once',
      run: async () => {
        for (const [names, one] of [
          [await target.groups(), known.group],
          [await target.projects(), known.project],
        ] as const) {
          assert.ok(names.includes(one));
          assert.equal(new Set(names).size, names.length);
        }
      },
    },
  ];
}

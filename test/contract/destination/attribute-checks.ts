import assert from 'node:assert/strict';
import type { AttributeDefinition } from '../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { AttributeInput } from '../../../src/core/assets/model/definitions/attribute-input.ts';
import type { DestinationCheck } from './destination-check.ts';

/** Attributes, as they are written, read back and changed. */
export const attributeChecks: DestinationCheck[] = [
  {
    name: 'plain attributes are read back as they were written, in the order in which they were made',
    run: async ({ target, rack, attributesOf, made }) => {
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
    run: async ({ target, site, rack, attributesOf, made }) => {
      made.attributes['Site'] = (
        await target.createAttribute(rack.id, {
          name: 'Site',
          kind: 'reference',
          referencedTypeId: site.id,
          referenceTypeId: made.referenceType,
          includeChildObjectTypes: true,
          maximumCardinality: -1,
          filter: `objectTypeId = ${site.id}`,
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
          attribute.filter,
        ],
        ['reference', site.id, made.referenceType, true, -1, `objectTypeId = ${site.id}`],
      );
    },
  },
  {
    name: 'a change of an attribute leaves what it does not name',
    run: async ({ target, rack, attributesOf, made }) => {
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
];

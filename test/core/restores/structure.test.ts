import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AttributeDefinition } from '../../../src/core/assets/model/attribute-definition.ts';
import type { StoredDefinition } from '../../../src/core/assets/model/stored-definition.ts';
import {
  readStoredAttribute,
  storedAttribute,
} from '../../../src/core/assets/stored/stored-attribute.ts';
import type { Named } from '../../../src/core/restores/resolve/match-named.ts';
import { attributeOf } from '../../support/attribute-of.ts';
import { proposeSchema, schemaMistakes } from '../../../src/core/restores/schema-mistakes.ts';
import { attributeInput, loosened, tightening } from '../../../src/core/compare/attribute-input.ts';
import { definitionDifferences } from '../../../src/core/compare/definition-differences.ts';
import { matchStructure } from '../../../src/core/compare/match-structure.ts';
import { matchNamed } from '../../../src/core/restores/resolve/match-named.ts';
import {
  attributesOf,
  isAutomatic,
  type SchemaStructure,
  type StructureType,
} from '../../../src/core/compare/schema-structure.ts';
import {
  originalKeyName,
  originalKeyOwner,
  originalKeyTypes,
} from '../../../src/core/restores/structure/original-key-types.ts';
import { compareAsText } from '../../support/compare-as-text.ts';

const same = { typeId: (id: string) => id, referenceTypeId: (id: string) => id };

const definition = fc.record(
  {
    description: fc.constantFrom('', 'Words'),
    minimumCardinality: fc.integer({ min: 0, max: 2 }),
    maximumCardinality: fc.constantFrom(-1, 2, 5),
    suffix: fc.constantFrom('', 'EUR'),
    summable: fc.boolean(),
    hidden: fc.boolean(),
    includeChildObjectTypes: fc.boolean(),
    uniqueAttribute: fc.boolean(),
    regexValidation: fc.constantFrom('', 'S-\\d+'),
    qlQuery: fc.constantFrom('', 'objectTypeId = 5'),
    options: fc.constantFrom('', 'red,green'),
    label: fc.boolean(),
    typeValueMulti: fc.constantFrom([], ['a', 'b'], ['b', 'a']),
  },
  { requiredKeys: [] },
);
const kind = fc.oneof(
  fc.integer({ min: 0, max: 11 }).map((id) => ({ type: 0, own: { defaultType: { id } } })),
  fc.constantFrom(
    { type: 1, own: { referenceObjectTypeId: '5', referenceType: { id: 9 } } },
    { type: 1, own: { referenceObjectTypeId: '6', referenceType: { id: '8' } } },
  ),
  fc.constantFrom(2, 4, 6, 7).map((type) => ({ type, own: {} })),
);
const attribute: fc.Arbitrary<AttributeDefinition> = fc
  .tuple(fc.constantFrom('Name', 'Serial', 'Owner'), kind, definition)
  .map(([name, { type, own }, rest]) =>
    attributeOf({ name, type, definition: { ...rest, ...own } as StoredDefinition }),
  );

test('what is loosened and what is tightened give the definition together, and nothing that stands in the way of objects is left in between', () => {
  fc.assert(
    fc.property(attribute, (each) => {
      const input = attributeInput(each, same)!;
      const [loose, tight] = [loosened(input), tightening(input)];
      assert.deepEqual(
        [loose.minimumCardinality, loose.regexValidation, loose.filter],
        [0, undefined, undefined],
      );
      assert.deepEqual(
        { ...loose, ...tight, minimumCardinality: tight?.minimumCardinality ?? 0 },
        { ...input, minimumCardinality: input.minimumCardinality ?? 0 },
      );
      assert.equal(
        tight === undefined,
        !input.minimumCardinality && !input.regexValidation && !input.filter,
      );
    }),
  );
});

test('a reference is written with the ids of the destination, and not at all where its object type is not there', () => {
  fc.assert(
    fc.property(attribute, (each) => {
      const input = attributeInput(each, {
        typeId: (id) => (id === '5' ? '500' : undefined),
        referenceTypeId: (id) => `${id}00`,
      });
      if (each.kind !== 'reference')
        return assert.deepEqual([input!.referencedTypeId, input!.kind], [undefined, each.kind]);
      if (each.referencedTypeId !== '5') return assert.equal(input, undefined);
      assert.deepEqual([input!.referencedTypeId, input!.referenceTypeId], ['500', '900']);
    }),
  );
});

test('a definition does not differ from itself, and what differs is told both ways round', () => {
  fc.assert(
    fc.property(attribute, attribute, (a, b) => {
      assert.deepEqual(definitionDifferences(a, structuredClone(a), same), []);
      const turned = definitionDifferences(b, a, same).map((each) => [each.field, each.a, each.b]);
      assert.deepEqual(
        definitionDifferences(a, b, same).map((each) => [each.field, each.b, each.a]),
        turned,
      );
    }),
  );
});

test('what a site leaves out of a definition is what it says by default', () => {
  fc.assert(
    fc.property(attribute, (each) => {
      const defaults: Record<string, unknown> = {
        description: '',
        minimumCardinality: 0,
        maximumCardinality: 1,
        suffix: '',
        summable: false,
        hidden: false,
        includeChildObjectTypes: false,
        uniqueAttribute: false,
        regexValidation: '',
        options: '',
        label: false,
        typeValueMulti: [],
      };
      const full = readStoredAttribute({
        ...storedAttribute(each),
        definition: { ...defaults, ...each.stored },
      });
      assert.deepEqual(definitionDifferences(each, full, same), []);
    }),
  );
});

const nameOf = fc.constantFrom('Computer', 'computers', 'Empty shelf', '', ' ', 'x'.repeat(90));
const keyOf = fc.oneof(
  fc.constantFrom(
    'COMP',
    'A',
    'lower',
    '1ABC',
    'TOOLONGBYFAR',
    'ABCDEFGHIJ',
    '',
    'RESTORED',
    'A-B',
  ),
  fc.stringMatching(/^[A-C]{2}$/),
);

test("the pair that is proposed for a new schema is free and can be written, and is the backup's own where that is", () => {
  fc.assert(
    fc.property(
      nameOf,
      keyOf,
      fc.array(fc.tuple(nameOf, keyOf), { maxLength: 8 }),
      fc.nat({ max: 120 }),
      (name, key, others, chain) => {
        const schemas = others.map(([n, k]) => ({ name: n, key: k }));
        for (let at = 0; at < chain; at += 1) schemas.push(proposeSchema({ name, key }, schemas));
        const proposed = proposeSchema({ name, key }, schemas);
        assert.deepEqual(schemaMistakes(proposed, schemas), {});
        const own = schemaMistakes({ name, key }, schemas);
        if (!own['name']) assert.equal(proposed.name, name);
        if (!own['key']) assert.equal(proposed.key, key);
      },
    ),
    { numRuns: 60 },
  );
});

/** Types in a forest, each with the attributes that Assets makes and some of its own. */
const structure: fc.Arbitrary<SchemaStructure> = fc
  .array(
    fc.record({
      parent: fc.nat(),
      isRoot: fc.boolean(),
      inherited: fc.boolean(),
      own: fc.array(
        fc.record({
          name: fc.constantFrom('Serial', 'Code', 'Original key', 'Rack'),
          type: fc.constantFrom(0, 2),
          unique: fc.boolean(),
        }),
        { maxLength: 4 },
      ),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((all) => {
    const types: StructureType[] = [];
    const attributes: AttributeDefinition[] = [];
    const made: SchemaStructure = {
      schema: { id: '1', name: 'S', key: 'S', description: '' },
      types,
      attributes,
      statuses: [],
      referenceTypes: [],
    };
    let id = 100;
    all.forEach(({ parent, isRoot, inherited, own }, at) => {
      const typeId = String(10 + at);
      types.push({
        id: typeId,
        name: `Type ${at}`,
        description: '',
        iconId: '1',
        iconName: 'Object',
        position: at,
        parentId: at === 0 || isRoot ? null : types[parent % at]!.id,
        inherited,
        abstract: false,
      });
      const add = (name: string, type: number, rest: StoredDefinition): void => {
        const lineage = attributesOf(made, typeId);
        if (lineage.some((each) => each.name === name)) return;
        if (rest['uniqueAttribute'] && lineage.filter((each) => each.unique).length >= 2) return;
        id += 1;
        attributes.push(
          attributeOf({
            id: String(id),
            objectTypeId: typeId,
            name,
            position: attributes.length,
            type,
            definition: rest,
          }),
        );
      };
      add('Key', 0, { system: true, removable: false });
      add(`Name`, 0, { removable: false, label: true });
      for (const { name, type, unique } of own)
        add(name, type, { removable: true, uniqueAttribute: unique });
    });
    return made;
  });
const withoutSome = <T>(list: T[], mask: boolean[]): T[] =>
  list.filter((_each, at) => mask[at % Math.max(1, mask.length)] ?? true);

test('the attribute for the old keys never makes a third unique one in any type, and no type has two of them', () => {
  fc.assert(
    fc.property(
      structure,
      fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
      (source, mask) => {
        const making = withoutSome(source.types, mask).map((type) => type.id);
        const chosen = originalKeyTypes(source, making);
        const name = originalKeyName(source);
        assert.ok(
          source.attributes.every((each) => each.name.toLowerCase() !== name.toLowerCase()),
        );
        assert.ok(chosen.every((id) => making.includes(id)));
        const madeHeirs = (id: string): string[] => [
          id,
          ...(source.types.find((type) => type.id === id)!.inherited
            ? source.types
                .filter((type) => type.parentId === id && making.includes(type.id))
                .flatMap((type) => madeHeirs(type.id))
            : []),
        ];
        for (const { id } of source.types) {
          const keys = chosen.filter((owner) => madeHeirs(owner).includes(id));
          const unique = attributesOf(source, id).filter((each) => each.unique).length;
          if (making.includes(id))
            assert.ok(
              keys.length <= 1 && unique + keys.length <= 2,
              `type ${id}: ${unique} and ${keys.length}`,
            );
          if (keys.length > 0) assert.equal(originalKeyOwner(source, chosen, id), keys[0]);
          const hasRoom = madeHeirs(id).every(
            (heir) => attributesOf(source, heir).filter((each) => each.unique).length < 2,
          );
          if (making.includes(id) && hasRoom)
            assert.equal(keys.length, 1, `type ${id} and its heirs have room`);
        }
      },
    ),
    { numRuns: 500 },
  );
});

/** The same structure under other ids, some parts of it gone. */
function elsewhere(source: SchemaStructure, mask: boolean[]): SchemaStructure {
  const to = (id: string): string => `9${id}`;
  const kept = new Set<string>();
  for (const [at, type] of source.types.entries())
    if ((mask[at % mask.length] ?? true) && (type.parentId === null || kept.has(type.parentId)))
      kept.add(type.id);
  return {
    ...source,
    types: source.types
      .filter((type) => kept.has(type.id))
      .map((type) => ({
        ...type,
        id: to(type.id),
        parentId: type.parentId === null ? null : to(type.parentId),
      })),
    attributes: source.attributes
      .filter(
        (each, at) =>
          kept.has(each.typeId) && (!each.removable || (mask[(at + 3) % mask.length] ?? true)),
      )
      .map((each) => ({ ...each, id: to(each.id), typeId: to(each.typeId) })),
  };
}

test('a structure is matched to its copy by names, part for part and one to one; what is not there is not matched', () => {
  fc.assert(
    fc.property(
      structure,
      fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      (source, mask) => {
        const target = elsewhere(source, mask);
        const { types, attributes } = matchStructure(source, target, false);
        assert.deepEqual(
          [...types].map(([id, { id: there }]) => [`9${id}`, there]).sort(compareAsText),
          target.types.map(({ id }) => [id, id]).sort(compareAsText),
        );
        assert.deepEqual(
          [...attributes].map(([id, { id: there }]) => [`9${id}`, there]).sort(compareAsText),
          target.attributes.map(({ id }) => [id, id]).sort(compareAsText),
        );
      },
    ),
  );
});

test('in the very schema that was backed up parts are known by their ids, whatever they are called by now', () => {
  fc.assert(
    fc.property(structure, (source) => {
      const renamed: SchemaStructure = {
        ...source,
        types: source.types.map((type, at) => ({
          ...type,
          name: `Type ${source.types.length - 1 - at}`,
        })),
        attributes: source.attributes.map((each, at) => ({
          ...each,
          name: each.system ? each.name : `Renamed ${at}`,
        })),
      };
      const { types, attributes } = matchStructure(source, renamed, true);
      assert.ok(
        [...types].every(([id, there]) => there.id === id) &&
          [...attributes].every(([id, there]) => there.id === id),
      );
      assert.deepEqual(
        [types.size, attributes.size],
        [source.types.length, source.attributes.length],
      );
    }),
  );
});

test('nothing is matched where there is no schema yet', () => {
  fc.assert(
    fc.property(structure, (source) => {
      const { types, attributes } = matchStructure(source, undefined, false);
      assert.deepEqual([types.size, attributes.size], [0, 0]);
    }),
    { numRuns: 10 },
  );
});

test("a type has one attribute of Assets' own making beside the system's, and an attribute of the same name that it inherits stands for all heirs", () => {
  fc.assert(
    fc.property(structure, (source) => {
      for (const { id, parentId } of source.types) {
        const own = source.attributes.filter((each) => each.typeId === id);
        const inherits = source.types.find((type) => type.id === parentId)?.inherited ?? false;
        assert.equal(own.filter(isAutomatic).length, inherits ? 0 : 1);
      }
    }),
  );
});

const named = (id: string, category: number, schemaId?: string): Named & { id: string } => ({
  id,
  name: 'Active',
  ...(schemaId ? { schemaId } : {}),
  category,
});

test("a status is found by name: the schema's own first, a global one only of the same category, unless the wanted one is global itself", () => {
  const [own, global, other, foreign] = [
    named('1', 1, 's'),
    named('2', 1),
    named('3', 2),
    named('4', 1, 'another'),
  ];
  assert.equal(matchNamed(named('w', 1, 'old'), [other, global, own, foreign], 's'), own);
  assert.equal(matchNamed(named('w', 1, 'old'), [other, global, foreign], 's'), global);
  assert.equal(matchNamed(named('w', 1, 'old'), [other, foreign], 's'), undefined);
  assert.equal(matchNamed(named('w', 1), [other, foreign], undefined), other);
  assert.equal(
    matchNamed(named('w', 2, 'old'), [own], 's'),
    own,
    'a second one of the name cannot be made in the schema',
  );
  assert.equal(matchNamed({ ...named('w', 1), name: 'active' }, [global], 's'), undefined);
});

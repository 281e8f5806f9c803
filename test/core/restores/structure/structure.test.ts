import { atOnce } from '../../../../src/core/kernel/loops/steps.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AttributeDefinition } from '../../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { StoredDefinition } from '../../../../src/core/assets/model/definitions/stored-definition.ts';
import { attributeOf } from '../../../support/sites/in-memory/attribute-of.ts';
import { matchStructure } from '../../../../src/core/compare/structure/match-structure.ts';
import {
  attributesOf,
  isAutomatic,
  type SchemaStructure,
  type StructureType,
} from '../../../../src/core/compare/structure/schema-structure.ts';
import {
  originalKeyName,
  originalKeyOwner,
  originalKeyTypes,
} from '../../../../src/core/restores/structure/original-key-types.ts';
import { compareAsText } from '../../../support/compare-as-text.ts';

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
          if (keys.length > 0) assert.equal(originalKeyOwner(source, new Set(chosen), id), keys[0]);
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
        const { types, attributes } = atOnce(matchStructure(source, target, false));
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
      const { types, attributes } = atOnce(matchStructure(source, renamed, true));
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
      const { types, attributes } = atOnce(matchStructure(source, undefined, false));
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

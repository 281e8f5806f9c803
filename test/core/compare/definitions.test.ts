import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AttributeDefinition } from '../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { StoredDefinition } from '../../../src/core/assets/model/definitions/stored-definition.ts';
import {
  readStoredAttribute,
  storedAttribute,
} from '../../../src/core/assets/stored/stored-attribute.ts';
import {
  attributeInput,
  loosened,
  SAME_IDS as same,
  tightening,
} from '../../../src/core/compare/structure/attribute-input.ts';
import { definitionDifferences } from '../../../src/core/compare/structure/definition-differences.ts';
import { attributeOf } from '../../support/sites/in-memory/attribute-of.ts';

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
        [
          loose.minimumCardinality,
          loose.regexValidation,
          loose.filter,
          loose.userGroups,
          loose.allowedStatuses,
        ],
        [0, undefined, undefined, undefined, undefined],
      );
      assert.deepEqual(
        { ...loose, ...tight, minimumCardinality: tight?.minimumCardinality ?? 0 },
        { ...input, minimumCardinality: input.minimumCardinality ?? 0 },
      );
      assert.equal(
        tight === undefined,
        !input.minimumCardinality &&
          !input.regexValidation &&
          !input.filter &&
          !input.userGroups &&
          !input.allowedStatuses,
      );
    }),
  );
});

test('a reference is written with the ids of the destination, and not at all where its object type is not there', () => {
  fc.assert(
    fc.property(attribute, (each) => {
      const input = attributeInput(each, {
        ...same,
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

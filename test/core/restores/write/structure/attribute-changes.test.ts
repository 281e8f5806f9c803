import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AttributeDefinition } from '../../../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { StoredDefinition } from '../../../../../src/core/assets/model/definitions/stored-definition.ts';
import {
  attributeInput,
  SAME_IDS,
} from '../../../../../src/core/compare/structure/attribute-input.ts';
import { definitionDifferences } from '../../../../../src/core/compare/structure/definition-differences.ts';
import {
  attributeChanges,
  automaticChanges,
} from '../../../../../src/core/restores/write/structure/attribute-changes.ts';
import { attributeOf } from '../../../../support/sites/in-memory/attribute-of.ts';

const changesOf = (wanted: AttributeDefinition, there: AttributeDefinition) =>
  attributeChanges(wanted, there, attributeInput(wanted, SAME_IDS)!, SAME_IDS);

test('what a backup leaves out of a definition becomes what it says by default', () => {
  const there = attributeOf({
    definition: { uniqueAttribute: true, hidden: true, minimumCardinality: 1, options: 'a,b' },
  });
  assert.deepEqual(changesOf(attributeOf(), there), {
    now: { minimumCardinality: 0, hidden: false, unique: false, options: '' },
    later: undefined,
  });
});

test('rules that get stricter wait for the objects', () => {
  const wanted = attributeOf({ definition: { uniqueAttribute: true, minimumCardinality: 1 } });
  const there = attributeOf({ definition: { maximumCardinality: -1, hidden: true } });
  assert.deepEqual(changesOf(wanted, there), {
    now: { hidden: false },
    later: { minimumCardinality: 1, maximumCardinality: 1, unique: true },
  });
});

test('a label is never taken away: another attribute gets it', () => {
  const there = attributeOf({ definition: { label: true } });
  assert.deepEqual(changesOf(attributeOf(), there), { now: undefined, later: undefined });
  assert.deepEqual(changesOf(there, attributeOf()).now, { label: true });
});

test('the attribute that Assets makes itself is changed but for what is tightened in the end', () => {
  const automatic = attributeOf({ definition: { minimumCardinality: 1, label: true } });
  const adapted = (name: string, definition: StoredDefinition) => {
    const wanted = attributeOf({ name, definition });
    return automaticChanges(wanted, automatic, attributeInput(wanted, SAME_IDS)!, SAME_IDS);
  };
  assert.deepEqual(adapted('Name', { minimumCardinality: 1, label: true }), {
    now: undefined,
    later: undefined,
  });
  assert.deepEqual(
    adapted('Code', {
      minimumCardinality: 1,
      uniqueAttribute: true,
      hidden: true,
      regexValidation: 'C-\\d+',
      defaultType: { id: 9 },
    }),
    { now: { name: 'Code', hidden: true, kind: 'textarea' }, later: { unique: true } },
  );
  assert.deepEqual(adapted('Name', { label: true }).now, { minimumCardinality: 0 });
});

const definitions = fc
  .record(
    {
      description: fc.constantFrom('', 'Words'),
      minimumCardinality: fc.integer({ min: 0, max: 2 }),
      maximumCardinality: fc.constantFrom(-1, 1, 5),
      summable: fc.boolean(),
      hidden: fc.boolean(),
      uniqueAttribute: fc.boolean(),
      regexValidation: fc.constantFrom('', 'S-\\d+'),
      additionalValue: fc.constantFrom('', 'SHOW_PROFILE'),
      label: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((definition) => attributeOf({ definition }));

test('every difference that a plan counts as a change is made, now or later', () => {
  fc.assert(
    fc.property(definitions, definitions, (wanted, there) => {
      const counted = definitionDifferences(wanted, there, SAME_IDS)
        .filter(({ canChange }) => canChange)
        .map(({ field }) => field);
      const { now, later } = changesOf(wanted, there);
      const made = { ...now, ...later };
      assert.deepEqual(Object.keys(made).sort(), counted.sort());
      assert.ok(Object.values(made).every((value) => value !== undefined));
    }),
  );
});

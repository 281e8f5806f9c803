import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  attributesToWrite,
  type ExistingRule,
} from '../../../../src/core/restores/comparing/attributes-to-write.ts';
import { compareValues, type ComparedValues } from '../../../../src/core/compare/compare-values.ts';
import { sameValues, writtenForm } from '../../../../src/core/compare/compare-values.ts';
import {
  mapValues,
  type ReferenceTarget,
  type TargetAttribute,
  type ValueMaps,
} from '../../../../src/core/restores/values/map-values.ts';
import { doubtOf } from '../../../../src/core/restores/values/doubt-of.ts';
import type { AttributeValue } from '../../../../src/core/assets/model/attribute-value.ts';

const short = fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f');
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  short.map((text) => ({ value: text })),
  short.map((object) => ({ object })),
  short.map((user) => ({ user })),
  short.map((group) => ({ group })),
  short.map((status) => ({ status, name: `Status ${status}` })),
  short.map((project) => ({ project })),
  short.map((version) => ({ version })),
  short.map((page) => ({ page })),
  fc.constant({ other: { odd: true } }),
);
const attributeIds = ['1', '2', '3', '4'];
const values = fc.dictionary(
  fc.constantFrom(...attributeIds, '9'),
  fc.array(value, { maxLength: 6 }),
);
interface How {
  attribute: Record<string, { lost: boolean; refused: string[]; maximum: number; closed: boolean }>;
  names: Record<string, string>;
  references: Record<string, ReferenceTarget>;
}
const targets: fc.Arbitrary<How> = fc.record({
  attribute: fc.dictionary(
    fc.constantFrom(...attributeIds),
    fc.record({
      lost: fc.boolean(),
      refused: fc.subarray(['a', 'x', 'y']),
      maximum: fc.constantFrom(-1, 1, 2),
      closed: fc.boolean(),
    }),
  ),
  names: fc.dictionary(short, fc.constantFrom<string>('x', 'y', 'z')),
  references: fc.dictionary(
    short,
    fc.constantFrom<ReferenceTarget>({ id: '11' }, { id: '12', outside: true }, 'later', {
      reason: 'gone',
    }),
  ),
});

function mapsOf({ attribute, names, references }: How): ValueMaps {
  const nameOf = (id: string): { id: string } | { reason: string } =>
    names[id] === undefined ? { reason: 'no such name' } : { id: names[id] };
  return {
    attribute: (id): TargetAttribute | { name: string; reason: string } => {
      const known = attribute[id];
      if (!known || known.lost) return { name: `A${id}`, reason: 'not made' };
      return {
        id: `t${id}`,
        name: `A${id}`,
        maximum: known.maximum,
        doubts: (text) => (known.refused.includes(text) ? 'refused' : undefined),
        ...(known.closed ? { refusesOutside: 'closed' } : {}),
      };
    },
    reference: (id) => references[id] ?? { reason: 'not there' },
    named: (_kind, id) => nameOf(id),
    version: ({ version }) => nameOf(version),
    page: (id) => nameOf(id),
    standsAs: (each) =>
      'object' in each || 'status' in each || 'version' in each ? undefined : writtenForm(each),
    shown: (each) => JSON.stringify(each),
  };
}

function targetOf(value: AttributeValue, maps: ValueMaps): ReferenceTarget {
  if ('value' in value) return { id: value.value };
  if ('object' in value) return maps.reference(value.object);
  if ('other' in value) return { reason: '' };
  return maps.named('user', writtenForm(value));
}

test('no value is lost: each is written, kept for later, listed with its reason, or one with another that is written', () => {
  fc.assert(
    fc.property(values, targets, (given, how) => {
      const maps = mapsOf(how);
      const mapped = mapValues(given, maps);
      for (const [id, list] of Object.entries(given)) {
        const to = maps.attribute(id);
        const left = mapped.leftOut.filter(({ attribute }) => attribute === to.name);
        assert.ok(left.every(({ reason }) => reason !== ''));
        if ('reason' in to) {
          assert.equal(left.length, list.length);
          continue;
        }
        const written = mapped.values[to.id] ?? [];
        const isDone = (target: ReferenceTarget): boolean =>
          target === 'later'
            ? mapped.later.includes(to.id)
            : 'id' in target && written.includes(target.id);
        for (const each of list) {
          const shown = maps.shown(each);
          assert.ok(
            isDone(targetOf(each, maps)) || left.some((one) => one.value === shown),
            `${shown} is accounted for`,
          );
        }
        assert.equal(
          mapped.later.filter((each) => each === to.id).length,
          list.some((each) => 'object' in each && maps.reference(each.object) === 'later') ? 1 : 0,
        );
      }
      for (const [id, written] of Object.entries(mapped.values)) {
        assert.ok(written.length > 0);
        assert.ok(given[id.slice(1)]);
      }
    }),
    { numRuns: 500 },
  );
});

test('a value that the backup has twice is written twice, two names that became one are written once', () => {
  const maps = mapsOf({
    attribute: { 1: { lost: false, refused: [], maximum: -1, closed: false } },
    names: { a: 'x', b: 'x' },
    references: { c: { id: '11' } },
  });
  assert.deepEqual(mapValues({ 1: [{ object: 'c' }, { object: 'c' }] }, maps).values, {
    t1: ['11', '11'],
  });
  assert.deepEqual(mapValues({ 1: [{ user: 'a' }, { user: 'b' }] }, maps).values, { t1: ['x'] });
  assert.deepEqual(mapValues({ 1: [{ value: 'same' }, { value: 'same' }] }, maps).values, {
    t1: ['same', 'same'],
  });
});

test('values are the same in whatever order, and never when one is missing or another', () => {
  fc.assert(
    fc.property(fc.array(short, { maxLength: 6 }), fc.array(short, { maxLength: 6 }), (a, b) => {
      const counts = (list: string[]): string =>
        ['a', 'b', 'c', 'd', 'e', 'f']
          .map((each) => list.filter((one) => one === each).length)
          .join();
      assert.equal(sameValues(a, b), counts(a) === counts(b));
      assert.equal(sameValues(a, [...a].reverse()), true);
    }),
  );
});

const plainMaps: ValueMaps = mapsOf({
  attribute: Object.fromEntries(
    attributeIds.map((id) => [id, { lost: false, refused: [], maximum: -1, closed: false }]),
  ),
  names: { a: 'a', b: 'b', c: 'c' },
  references: { a: { id: 'a' }, b: 'later' },
});
const pairs = attributeIds.map((id) => ({ a: id, b: `t${id}` }));
const rules: ExistingRule[] = ['own', 'overwrite', 'overwrite-and-clear', 'keep', 'missing'];
/** What stands on the destination after a write of what differs. */
function compared(
  given: Record<string, AttributeValue[]>,
  there: Record<string, AttributeValue[]>,
): ComparedValues[] {
  const a = { id: '1', typeId: '1', key: 'A-1', label: 'x', values: given };
  const b = { ...a, id: '5', values: there };
  return pairs.map((pair) => compareValues(a, b, mapValues(given, plainMaps), pair));
}
const thereOf = fc.dictionary(
  fc.constantFrom(...attributeIds.map((id) => `t${id}`)),
  fc.array(
    fc.oneof(
      short.map((text) => ({ value: text })),
      short.map((user) => ({ user })),
    ),
    { maxLength: 3 },
  ),
);

test('each rule writes what it says and nothing else, and after the write nothing differs', () => {
  fc.assert(
    fc.property(values, thereOf, (given, there) => {
      for (const rule of rules) {
        const mapped = mapValues(given, plainMaps);
        const differing = attributesToWrite(compared(given, there), rule);
        if (rule === 'missing') assert.deepEqual(differing, []);
        if (rule === 'keep') assert.ok(differing.every((id) => (there[id] ?? []).length === 0));
        if (rule !== 'overwrite-and-clear')
          assert.ok(
            differing.every((id) => mapped.values[id] !== undefined || mapped.later.includes(id)),
            'nothing is cleared',
          );
        const after: Record<string, AttributeValue[]> = { ...there };
        for (const id of differing)
          after[id] = (mapped.values[id] ?? []).map((text) => ({ value: text }));
        const left = attributesToWrite(compared(given, after), rule);
        assert.ok(
          left.every((id) => mapped.later.includes(id)),
          'what still differs waits for an object that is not there yet',
        );
      }
    }),
    { numRuns: 500 },
  );
});

test('what was left out of an object on purpose is no difference while it stands there', () => {
  const given: Record<string, AttributeValue[]> = { 1: [{ user: 'a' }, { user: 'gone' }] };
  for (const rule of rules)
    assert.deepEqual(
      attributesToWrite(compared(given, { t1: [{ user: 'gone' }, { user: 'a' }] }), rule),
      [],
    );
  assert.deepEqual(attributesToWrite(compared(given, { t1: [{ user: 'gone' }] }), 'overwrite'), [
    't1',
  ]);
  assert.deepEqual(
    attributesToWrite(
      compared({ 1: [{ object: 'gone' }] }, { t1: [{ object: 'gone' }] }),
      'overwrite',
    ),
    [],
    'an object of that id may be any object: it is left',
  );
});

test('what an attribute might refuse is told: long texts, options; regular expressions are never run', () => {
  const text = doubtOf({ kind: 'text' });
  assert.deepEqual(
    [text('x'.repeat(255)), text('x'.repeat(256))],
    [undefined, 'The text has 256 characters. Assets usually accepts up to 255.'],
  );
  assert.equal(doubtOf({ kind: 'textarea' })('x'.repeat(5_000)), undefined);
  const select = doubtOf({ kind: 'select', options: 'red, "dark" blue,<none>' });
  assert.deepEqual(['red', '"dark" blue', '<none>'].map(select), [undefined, undefined, undefined]);
  assert.match(select('green')!, /option doesn't seem to exist/);
  const hostile: Parameters<typeof doubtOf>[0] & { regexValidation: string } = {
    kind: 'text',
    regexValidation: '(a+)+',
  };
  assert.equal(doubtOf(hostile)(`${'a'.repeat(40)}!`), undefined);
  assert.equal(doubtOf({ kind: 'user' })('x'.repeat(999)), undefined);
});

test('what a rule might refuse is mapped all the same: the site decides', () => {
  const maps = mapsOf({
    attribute: { 1: { lost: false, refused: ['a'], maximum: 1, closed: false } },
    names: {},
    references: {},
  });
  const mapped = mapValues({ 1: [{ value: 'a' }, { value: 'b' }] }, maps);
  assert.deepEqual([mapped.values, mapped.leftOut], [{ t1: ['a', 'b'] }, []]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { WriteRefused } from '../../../../../src/core/assets/ports/write-refused.ts';
import { SentChange } from '../../../../../src/core/restores/write/refused/sent-change.ts';
import { SentObject } from '../../../../../src/core/restores/write/refused/sent-object.ts';
import type {
  ValueRules,
  Values,
} from '../../../../../src/core/restores/write/refused/value-ledger.ts';

const rules = (more: Partial<ValueRules> = {}): ValueRules => ({
  nameOf: (id) => `Attribute ${id}`,
  isUnique: () => false,
  isRequired: () => false,
  maximumOf: () => -1,
  blamed: new Set(),
  ...more,
});

/** A site that refuses what `isBad` says, and says so in its own words. */
interface Site {
  isBad: (attribute: string, value: string) => boolean;
  say: (bad: [attribute: string, value: string][]) => WriteRefused;
}
const BARE: Site['say'] = () => new WriteRefused('Atlassian refused it with status 422.', {});

function refusal(values: Values, { isBad, say }: Site): WriteRefused | undefined {
  const bad = Object.entries(values).flatMap(([attribute, list]) =>
    list.filter((value) => isBad(attribute, value)).map((value) => [attribute, value] as const),
  );
  return bad.length === 0 ? undefined : say(bad.map(([a, v]) => [a, v]));
}

/** Sends a change as the run does. What stands on the site then, and how many calls it took. */
function change(values: Values, site: Site, more: Partial<ValueRules> = {}) {
  const sent = new SentChange(values, [], rules(more));
  const there: Values = {};
  let calls = 0;
  while (!sent.isEmpty) {
    calls += 1;
    assert.ok(calls < 1_000, 'it ends');
    const refused = refusal(sent.values, site);
    if (refused) sent.takeOut(refused);
    else {
      Object.assign(there, sent.values);
      sent.noteTaken();
    }
  }
  return { there, calls, leftOut: sent.leftOut, occupied: sent.occupied };
}

const ofSize = (attributes: number, each = 1): Values =>
  Object.fromEntries(
    Array.from({ length: attributes }, (_none, at) => [
      String(at + 1),
      Array.from({ length: each }, (_other, value) => `value ${at + 1}.${value}`),
    ]),
  );
const FORMS: [string, Site['say']][] = [
  ['by id', (bad) => new WriteRefused('no', Object.fromEntries(bad.map(([id]) => [id, 'bad'])))],
  [
    'by name',
    (bad) =>
      new WriteRefused('no', Object.fromEntries(bad.map(([id]) => [`attribute ${id}`, 'bad']))),
  ],
  ['by name within a sentence', ([bad]) => new WriteRefused(`Attribute ${bad![0]}: invalid.`, {})],
  ['by value', ([bad]) => new WriteRefused(`"${bad![1]}" is not valid`, {})],
  ['with no name', BARE],
  ['with the name of another one', () => new WriteRefused('Attribute 2 may be wrong', {})],
];

test('of values that a site refuses, in whatever words, exactly the bad ones are left out', () => {
  const wanted = fc.record({
    values: fc
      .dictionary(
        fc.constantFrom('1', '2', '3', '4', '5', '6'),
        fc.uniqueArray(fc.constantFrom('red', 'green', 'blue', 'violet'), { minLength: 1 }),
      )
      .map((values): Values => values),
    bad: fc.uniqueArray(
      fc.tuple(fc.constantFrom('1', '2', '3', '4'), fc.constantFrom('red', 'blue')),
      {
        maxLength: 3,
        selector: ([id]) => id,
      },
    ),
    form: fc.constantFrom(...FORMS),
  });
  fc.assert(
    fc.property(wanted, ({ values, bad, form: [, say] }) => {
      const isBad = (id: string, value: string): boolean =>
        bad.some(([attribute, each]) => attribute === id && each === value);
      const { there, leftOut } = change(values, { isBad, say });
      const good = Object.entries(values)
        .map(([id, list]) => [id, list.filter((value) => !isBad(id, value))] as const)
        .filter(([, list]) => list.length > 0);
      assert.deepEqual(there, Object.fromEntries(good));
      assert.deepEqual(
        leftOut.map(({ attribute, value }) => `${attribute} ${value}`).sort(),
        bad
          .filter(([id, value]) => values[id]?.includes(value))
          .map(([id, value]) => `Attribute ${id} ${value}`)
          .sort(),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('one bad value of n takes log2 n and a few calls, however the site says it', () => {
  for (const size of [1, 2, 7, 16, 100, 1_000])
    for (const [form, say] of FORMS)
      for (const at of [1, Math.ceil(size / 2), size]) {
        const isBad = (id: string): boolean => id === String(at);
        const { calls, leftOut } = change(ofSize(size), { isBad, say });
        assert.equal(leftOut.length, 1, form);
        assert.ok(calls <= Math.ceil(Math.log2(size)) + 4, `${calls} calls for ${size}, ${form}`);
      }
});

test('one bad value among many of one attribute costs none of the others', () => {
  const values = ofSize(1, 200);
  const isBad = (_id: string, value: string): boolean => value === 'value 1.77';
  const say = (): WriteRefused => new WriteRefused('no', { 1: 'Some are not valid' });
  const { there, calls, leftOut } = change(values, { isBad, say });
  assert.equal(there['1']!.length, 199);
  assert.deepEqual(
    leftOut.map(({ value }) => value),
    ['value 1.77'],
  );
  assert.ok(calls <= 8 + 4, `${calls} calls`);
});

test('values beyond the greatest number are left out, the first ones are kept', () => {
  const values = ofSize(1, 5);
  let calls = 0;
  const sent = new SentChange(values, [], rules({ maximumOf: () => 2 }));
  for (; !sent.isEmpty; calls += 1)
    if (sent.values['1']!.length > 2) sent.takeOut(new WriteRefused('no', { 1: 'too many' }));
    else sent.noteTaken();
  assert.deepEqual(
    [sent.leftOut.map(({ value }) => value), calls],
    [['value 1.2', 'value 1.3', 'value 1.4'], 2],
  );
});

test('where everything is refused it ends soon, and all of it is told', () => {
  for (const [form, say] of FORMS) {
    const { there, calls, leftOut } = change(ofSize(300), { isBad: () => true, say });
    assert.deepEqual(there, {}, form);
    assert.equal(leftOut.length, 300, form);
    assert.ok(calls <= 21 + 8 * 12, `${calls} calls, ${form}`);
  }
});

test('what was found to be bad without being named is suspected first of the next object', () => {
  const blamed = new Set<string>();
  const site: Site = { isBad: (id) => id === '13', say: BARE };
  const first = change(ofSize(32), site, { blamed });
  const second = change(ofSize(32), site, { blamed });
  assert.ok(first.calls > 5);
  assert.equal(second.calls, 2);
});

/** Sends a new object as the run does, and what is left of it as a change. */
function create(values: Values, site: Site, required: string[]) {
  const more = { isRequired: (id: string) => required.includes(id) };
  const sent = new SentObject(values, [], rules(more));
  let calls = 0;
  for (;;) {
    calls += 1;
    assert.ok(calls < 100, 'it ends');
    const misses = required.some((id) => (sent.values[id] ?? []).length === 0);
    const refused = misses
      ? new WriteRefused('Something is mandatory.', {})
      : refusal(sent.values, site);
    if (!refused) break;
    if (!sent.takeOut(refused)) return { there: undefined, calls, leftOut: sent.leftOut };
  }
  const made = sent.values;
  sent.noteTaken();
  const rest = Object.fromEntries(sent.pending.map((id) => [id, values[id]!]));
  const second = change(rest, site, more);
  return {
    there: { ...made, ...second.there },
    calls: calls + second.calls,
    leftOut: [...sent.leftOut, ...second.leftOut],
  };
}

test('a new object is made whatever the words, with all but the one bad value', () => {
  for (const size of [2, 3, 8, 16])
    for (const [form, say] of FORMS)
      for (let at = 2; at <= size; at += 1) {
        const isBad = (id: string): boolean => id === String(at);
        const { there, calls, leftOut } = create(ofSize(size), { isBad, say }, ['1']);
        assert.ok(there, form);
        assert.deepEqual(Object.keys(there).length, size - 1, form);
        assert.equal(leftOut.length, 1, form);
        assert.ok(calls <= Math.ceil(Math.log2(size)) + 7, `${calls} calls for ${size}, ${form}`);
      }
});

test('an object whose demanded value is refused is not made; of several demanded ones the good are kept', () => {
  const bare = create(ofSize(4), { isBad: (id) => id === '1', say: BARE }, ['1']);
  assert.equal(bare.there, undefined);
  const several = create(
    { 1: ['a-one', 'a-two', 'a-three'], 2: ['b'] },
    { isBad: (_id, value) => value === 'a-one', say: () => new WriteRefused('no', { 1: 'bad' }) },
    ['1'],
  );
  assert.deepEqual(several.there, { 1: ['a-two', 'a-three'], 2: ['b'] });
  assert.deepEqual(
    several.leftOut.map(({ value }) => value),
    ['a-one'],
  );
});

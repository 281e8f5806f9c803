import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseJsonList } from '../../../src/atlassian/http/json-list.ts';
import { KnownAttributes } from '../../../src/atlassian/assets/reading/objects/known-attributes.ts';
import { readObjectPage } from '../../../src/atlassian/assets/reading/objects/read-object-page.ts';
import type { AssetsObject } from '../../../src/core/assets/model/assets-object.ts';
import type { ObjectPage } from '../../../src/core/assets/ports/pages/object-page.ts';
import { ProductError } from '../../../src/core/kernel/errors.ts';
import { asId, asItems, asMembers } from '../../../src/core/kernel/json/field-forms.ts';
import { atOnce } from '../../../src/core/kernel/loops/steps.ts';
import { mutate, mutationLists } from './mutate.ts';
import { RECORDINGS } from './recordings.ts';
import { randomRuns } from '../../support/random-runs.ts';

const RUNS = randomRuns(150, 4_000);
const SYSTEM = ['153', '154', '155'];

function readPage(text: string): ObjectPage | undefined {
  const known = new KnownAttributes();
  for (const attribute of RECORDINGS.attributes) known.learn(attribute);
  try {
    const list = parseJsonList(Buffer.from(text), 'values');
    return atOnce(readObjectPage(list, { endpoint: 'POST object/aql', known, typeOf: () => '43' }));
  } catch (error) {
    assert.ok(error instanceof ProductError, `${String(error)}: no error of the product`);
    return undefined;
  }
}

/** Every value that the site gave is among the object's, or it is noted that one is lost. */
function assertNothingLost(item: unknown, object: AssetsObject, { odd }: ObjectPage): void {
  const isLossNoted = odd.some(({ objectId, kept }) => objectId === object.id && !kept);
  const { attributes } = asMembers(item) ?? {};
  if (!Array.isArray(attributes)) return assert.ok(isLossNoted, 'no values at all');
  const entries = attributes.map((entry: unknown) => asMembers(entry));
  for (const entry of entries) {
    const id = asId(entry?.['objectTypeAttributeId']);
    if (id === undefined) assert.ok(isLossNoted, 'values of nothing');
    else if (!SYSTEM.includes(id) && entries.filter((each) => idOf(each) === id).length === 1) {
      const given = asItems(entry?.['objectAttributeValues']).length;
      const there = Object.hasOwn(object.values, id) ? object.values[id]!.length : 0;
      assert.ok(there === given || isLossNoted, `${there} of ${given} values of ${id}`);
    }
  }
}

const idOf = (entry: Readonly<Record<string, unknown>> | undefined): string | undefined =>
  asId(entry?.['objectTypeAttributeId']);

/** What is kept as it came, is noted; such as is left of a deleted object is nothing odd. */
function assertKeptIsNoted({ id, values }: AssetsObject, { odd }: ObjectPage): void {
  for (const value of Object.values(values).flat()) {
    const isOdd = 'other' in value ? hasContent(value.other) : value.more !== undefined;
    if (isOdd) assert.ok(odd.some(({ objectId, kept }) => objectId === id && kept));
  }
}

const hasContent = (other: unknown): boolean =>
  !Object.values(asMembers(other) ?? { other }).every((part) => part === null || part === '');

test('whatever a page of objects looks like, each object is there or reported, and each value is there, kept as it came, or reported', () => {
  fc.assert(
    fc.property(mutationLists, (mutations) => {
      const { text, paths } = mutate(RECORDINGS.objectPage, mutations);
      const page = readPage(text);
      if (!page) {
        assert.ok(
          paths.some((path) => path.length === 0 || (path.length === 1 && path[0] === 'values')),
        );
        return;
      }
      const items = asItems((JSON.parse(text) as { values?: unknown }).values);
      assert.equal(page.objects.length + page.unreadable.length, items.length);
      const rest = [...page.objects];
      for (const item of items) {
        if (String(asMembers(item)?.['id']) !== rest[0]?.id) continue;
        // what the page calls a system attribute is none of the values
        if (paths.every(([name]) => name !== 'objectTypeAttributes'))
          assertNothingLost(item, rest[0], page);
        assertKeptIsNoted(rest[0], page);
        rest.shift();
      }
    }),
    RUNS,
  );
});

test('a recorded page is read to the value: kinds by their names, what is unknown as it came', () => {
  const page = readPage(JSON.stringify(RECORDINGS.objectPage))!;
  assert.deepEqual(
    page.objects.map(({ values }) => values),
    [
      {
        156: [{ value: 'Press 411' }],
        157: [{ user: 'p1' }, { user: 'p2' }],
        158: [{ group: 'staff' }],
        163: [{ value: '12000' }],
      },
      {
        156: [{ value: 'Press 412' }],
        159: [{ status: '58', name: 'In use' }],
        160: [{ object: '411' }],
        161: [{ value: 'One' }, { value: 'Two' }],
      },
      {
        156: [{ value: 'Press 413' }],
        162: [{ page: '7', name: 'How to press', url: 'https://wiki/7' }],
        164: [{ project: 'OPS', name: 'Operations' }],
        165: [{ value: 'HALL', more: { additionalValue: 'second floor' } }],
      },
      {
        156: [{ value: 'Press 414' }],
        160: [{ other: { searchValue: '', additionalValue: null } }],
      },
    ],
  );
  assert.deepEqual(page.odd, [
    { objectId: '413', attribute: 'Site', reason: 'it has additionalValue with it', kept: true },
  ]);
  assert.deepEqual(page.unreadable, []);
});

test('an object that is no JSON is listed by its id, and the others of its page are read', () => {
  const good = JSON.stringify(RECORDINGS.objectPage);
  for (const broken of ['"Press \u0007412"', 'NaN', '"Press \\x412"']) {
    const page = readPage(good.replace('"label":"Press 412"', `"label":${broken}`))!;
    assert.deepEqual(
      page.objects.map(({ id }) => id),
      ['411', '413', '414'],
    );
    assert.deepEqual(page.unreadable, [
      { id: '412', reason: "the site sent it as what isn't JSON" },
    ]);
  }
});

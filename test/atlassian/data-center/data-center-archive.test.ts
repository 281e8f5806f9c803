import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OptionalCalls } from '../../../src/atlassian/assets/calls/optional-calls.ts';
import { DataCenterArchive } from '../../../src/atlassian/data-center/reading/data-center-archive.ts';

/** What a site lists, as an archive reads it. */
async function archivedOf(results: object[], total = results.length) {
  const http = async ({ query = {} }: { query?: Record<string, unknown> | undefined }) => ({
    status: 200,
    headers: {},
    body: Buffer.from(
      JSON.stringify({ total, results: results.slice(Number(query['offset'] ?? 0)) }),
    ),
  });
  const archive = new DataCenterArchive({
    calls: new OptionalCalls({ http, root: 'http://site', off: new Set() }),
    readOne: () => Promise.reject(new Error('not asked')),
    awaitAnswer: async () => undefined,
  });
  const listed = await archive.archived('1');
  assert.ok('value' in listed);
  return listed.value;
}

/** All that the specification requires of an entry. */
const bare = (id: number | string): object => ({
  id,
  key: `HW-${id}`,
  label: `srv-${id}`,
  archived: true,
});

test('an archived object is listed by all that the specification requires', async () => {
  const { objects, shortfall } = await archivedOf([
    bare(1),
    { ...bare('2'), objectType: { id: 7 }, updatedAt: '2025-01-02T03:04:05.006Z' },
    { ...bare(3), objectType: 'Server' },
  ]);
  assert.deepEqual(
    objects.map(({ id, typeId, updated }) => [id, typeId, updated]),
    [
      ['1', undefined, ''],
      ['2', '7', '2025-01-02T03:04:05.006Z'],
      ['3', undefined, ''],
    ],
  );
  assert.equal(shortfall, undefined);
});

test('entries that cannot be read are counted, and so is what the site does not list', async () => {
  const odd = await archivedOf([bare(1), { key: 'HW-2' }, bare('HW-3')]);
  assert.equal(odd.objects.length, 1);
  assert.equal(odd.shortfall, "The site lists 2 archived objects in a form that can't be read.");
  const short = await archivedOf([bare(1)], 3);
  assert.equal(short.objects.length, 1);
  assert.equal(short.shortfall, 'The site counts 3 archived objects and lists 1.');
});

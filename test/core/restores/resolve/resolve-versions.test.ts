import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DirectoryVersion } from '../../../../src/core/assets/ports/directory.ts';
import {
  resolveVersions,
  withVersions,
  type VersionRequest,
} from '../../../../src/core/restores/resolve/resolve-versions.ts';

const THERE: Record<string, DirectoryVersion[]> = {
  OPS: [
    { id: '900', name: '1.2' },
    { id: '901', name: 'Spring' },
  ],
  IT: [
    { id: '910', name: '1.2' },
    { id: '911', name: 'summer' },
    { id: '912', name: 'SUMMER' },
  ],
};
const use = (name: string, projectKey?: string) => ({ name, projectKey, count: 2 });

function resolve(
  uses: Record<string, ReturnType<typeof use>>,
  changes: Partial<VersionRequest> = {},
) {
  return resolveVersions({
    uses: new Map(Object.entries(uses)),
    directory: { versions: async (key) => THERE[key] ?? [] },
    projects: { found: new Map([['OPS', 'OPS']]), chosen: new Map() },
    isSameSite: false,
    ...changes,
  });
}

test('a version is found by its name in its project, whatever its ID is elsewhere', async () => {
  const { found, missing } = await resolve({ 910: use('1.2', 'OPS'), 7: use('spring', 'OPS') });
  assert.deepEqual(Object.fromEntries(found), { 910: '900', 7: '901' });
  assert.deepEqual(missing, []);
});

test('one that its project lacks is missing, with all versions of the projects to choose from', async () => {
  const { found, missing } = await resolve({ 1: use('1.2', 'OPS'), 2: use('9.9', 'OPS') });
  assert.deepEqual([...found.keys()], ['1']);
  assert.deepEqual(
    missing.map(({ id, name, uses, mappable, options }) => ({ id, name, uses, mappable, options })),
    [
      {
        id: '2',
        name: '9.9 (OPS)',
        uses: 2,
        mappable: true,
        options: [
          { id: '900', name: '1.2 (OPS)' },
          { id: '901', name: 'Spring (OPS)' },
        ],
      },
    ],
  );
  assert.match(missing[0]!.why, /^Project OPS has no version with this name/);
});

test('there is to choose from what the projects have that were searched in vain', async () => {
  const projects = {
    found: new Map([
      ['OPS', 'OPS'],
      ['IT', 'IT'],
    ]),
    chosen: new Map<string, string>(),
  };
  const namesOf = async (uses: Record<string, ReturnType<typeof use>>) =>
    (await resolve(uses, { projects })).missing[0]!.options.map(({ name }) => name);
  const lacking = { 1: use('9.9', 'OPS'), 2: use('1.2', 'IT') };
  assert.deepEqual(await namesOf(lacking), ['1.2 (OPS)', 'Spring (OPS)']);
  assert.equal((await namesOf({ 1: use('9.9'), 2: use('1.2', 'IT') })).length, 3);
  const versions = async () =>
    Array.from({ length: 1_001 }, (_none, at) => ({ id: String(at), name: `v${at}` }));
  const { missing } = await resolve({ 1: use('9.9', 'OPS') }, { directory: { versions } });
  assert.deepEqual(missing[0]!.options, [], 'nobody finds one in a longer list');
});

test('one whose project is missing is missing with it, until a project is chosen', async () => {
  const uses = { 1: use('1.2', 'SHOP'), 2: use('Summer', 'SHOP') };
  const before = await resolve(uses);
  assert.deepEqual([before.found.size, before.inChosen.size, before.missing], [0, 0, []]);
  const chosen = new Map([['SHOP', 'IT']]);
  const after = await resolve(uses, { projects: { found: new Map(), chosen } });
  assert.equal(after.found.size, 0);
  assert.deepEqual(Object.fromEntries(after.inChosen), { 1: '910' });
  // Two versions there are called so but for upper and lower case.
  assert.deepEqual(
    after.missing.map(({ id }) => id),
    ['2'],
  );
});

test('a backup that does not tell the project says so', async () => {
  const { missing } = await resolve({ 1: use('1.2') });
  assert.match(missing[0]!.why, /doesn't say which project/);
});

test('on the site that was backed up, IDs stay; a site without versions is not asked', async () => {
  const uses = { 1: use('1.2', 'OPS') };
  assert.deepEqual([...(await resolve(uses, { isSameSite: true })).found], [['1', '1']]);
  const { found, missing } = await resolve(uses, { directory: {} });
  assert.deepEqual([found.size, missing], [0, []]);
});

test('values that name a version count for its project, where versions can be restored', () => {
  const projects = new Map([['OPS', 1]]);
  const request = {
    uses: new Map([
      ['1', use('1.2', 'OPS')],
      ['2', use('1.2', 'SHOP')],
      ['3', use('1.2')],
    ]),
    directory: { versions: async () => [] },
    isSameSite: false,
  };
  assert.deepEqual(Object.fromEntries(withVersions(projects, request)), { OPS: 3, SHOP: 2 });
  const cloud = withVersions(projects, { ...request, directory: {} });
  assert.deepEqual(Object.fromEntries(cloud), { OPS: 1 });
});

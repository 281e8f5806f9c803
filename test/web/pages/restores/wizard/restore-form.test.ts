import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TypeInTree } from '../../../../../src/core/backups/inside/backup-contents.ts';
import { Unavailable } from '../../../../../src/core/kernel/errors.ts';
import { runId } from '../../../../../src/core/kernel/ids.ts';
import type { Site } from '../../../../../src/core/sites/site.ts';
import type { Call } from '../../../../../src/web/handling/call.ts';
import {
  carriedByDestination,
  carriedByOptions,
} from '../../../../../src/web/pages/restores/wizard/carried-field.ts';
import {
  formOfInput,
  readRestoreForm,
  wishOf,
} from '../../../../../src/web/pages/restores/wizard/restore-form.ts';
import {
  restorePlaceView,
  type RestorePlaceView,
} from '../../../../../src/web/pages/restores/wizard/restore-place-view.ts';
import { typeTreeView } from '../../../../../src/web/pages/restores/wizard/type-tree-view.ts';

/** Options that a form without their boxes doesn't wish for. */
const NOTHING_MORE = {
  roles: undefined,
  archived: undefined,
  comments: undefined,
  attachments: undefined,
  issues: undefined,
  rulesOf: undefined,
};
const read = (form: Record<string, string>) => readRestoreForm(form);
const asFields = (hidden: { name: string; value: string }[]): Record<string, string> =>
  Object.fromEntries(hidden.map(({ name, value }) => [name, value]));

test('an empty form is a restore into a new schema of everything; what is not known is as if it were not said', () => {
  assert.deepEqual(wishOf(read({ place: 'moon', existing: 'burn', types: 'some' })), {
    targetId: undefined,
    schema: { name: '', key: '' },
    typeIds: null,
    existing: 'missing',
    clearEmpty: false,
    keepOriginalKey: false,
    changeDefinitions: false,
    ...NOTHING_MORE,
  });
});

test('types are taken from the boxes and from what travelled, each once', () => {
  assert.deepEqual(
    wishOf(read({ types: 'chosen', type12: 'on', type7: 'on', typeIds: '7,9,x' })).typeIds,
    ['7', '9', '12'],
  );
  assert.equal(wishOf(read({ types: 'all', typeIds: '7' })).typeIds, null);
  assert.deepEqual(wishOf(read({ types: 'chosen' })).typeIds, [], 'refused by the use case');
});

test('what each step carries, with what it shows, is the whole form', () => {
  const form = read({
    place: 'target',
    targetId: 't1',
    targetPlace: 'existing',
    name: 'N',
    key: 'K',
    schemaId: '5',
    schemaTitle: 'S (S)',
    types: 'chosen',
    typeIds: '1,2',
    existing: 'overwrite',
    clearEmpty: 'on',
    keepOriginalKey: 'on',
    changeDefinitions: 'on',
  });
  assert.deepEqual(
    read({ ...asFields(carriedByDestination(form)), ...asFields(carriedByOptions(form)) }),
    form,
  );
  const shown = new Set(carriedByOptions(form).map(({ name }) => name));
  assert.ok(
    !shown.has('existing') && !shown.has('typeIds'),
    'fields of the options are shown there, not carried',
  );
  assert.deepEqual(
    asFields(carriedByOptions({ ...form, targetPlace: 'new' }))['existing'],
    'overwrite',
    'not shown for a new schema: carried',
  );
});

test('choices that make no sense together are not wished for', () => {
  const wish = wishOf(
    read({
      place: 'new',
      name: 'N',
      key: 'K',
      existing: 'keep',
      clearEmpty: 'on',
      changeDefinitions: 'on',
    }),
  );
  assert.deepEqual(
    [wish.clearEmpty, wish.changeDefinitions, wish.targetId],
    [false, false, undefined],
  );
  assert.equal(
    wishOf(read({ place: 'existing', targetId: 't1', schemaId: '5' })).targetId,
    undefined,
    'a target instance that was chosen before this site was',
  );
});

test('from a plan back into the wizard, and to the same wish again', () => {
  const input = {
    place: { siteUrl: 'https://a', siteKey: 'w', targetName: 'T' },
    siteId: 't1',
    schema: { kind: 'existing' as const, id: '5', name: 'S', key: 'SK' },
    typeIds: ['3'],
    existing: 'overwrite' as const,
    clearEmpty: true,
    keepOriginalKey: true,
    changeDefinitions: true,
    choices: [],
  };
  assert.deepEqual(wishOf(formOfInput(input)), {
    targetId: 't1',
    schema: { id: '5' },
    typeIds: ['3'],
    existing: 'overwrite',
    clearEmpty: true,
    keepOriginalKey: true,
    changeDefinitions: true,
    ...NOTHING_MORE,
  });
});

test('a parent that is not ticked comes along with what is ticked below it, however deep', () => {
  const types = [
    ['1', 0],
    ['2', 1],
    ['3', 2],
    ['4', 1],
    ['5', 0],
  ].map(([id, depth]) => ({
    id,
    name: id,
    depth,
    description: '',
    abstract: false,
    objectCount: 1,
  })) as TypeInTree[];
  const along = (ticked: string[]) =>
    typeTreeView(types, ticked)
      .filter((type) => type.along)
      .map(({ id }) => id);
  assert.deepEqual(along(['3']), ['1', '2']);
  assert.deepEqual(along(['2', '3']), ['1']);
  assert.deepEqual(along(['1', '5']), []);
});

const targets = [
  { id: 't1', name: 'Sandbox', siteUrl: 'https://s' },
  { id: 't2', name: 'Other', siteUrl: 'https://o' },
] as Site[];
const callWith = (destinations: object): Call<'restorePlans'> =>
  ({
    restorePlans: { destinations },
    caller: { tenant: { id: 't' } },
  }) as unknown as Call<'restorePlans'>;
const place = (
  call: Call<'restorePlans'>,
  form: ReturnType<typeof read>,
): Promise<RestorePlaceView> =>
  restorePlaceView(call, { backup: { id: runId('b') }, targets }, form);

test('a free name and key are proposed for each destination, and what was typed stays', async () => {
  const call = callWith({
    propose: async (_tenant: string, target: string | undefined) =>
      target ? { name: 'Computers', key: 'COMP' } : { name: 'Computers (restored)', key: 'COMPR' },
  });
  const here = await place(call, read({}));
  assert.deepEqual([here.name, here.key], ['Computers (restored)', 'COMPR']);
  const there = await place(
    call,
    read({
      ...asFields(here.hidden),
      name: here.name!,
      key: 'MINE',
      place: 'target',
      targetId: 't1',
    }),
  );
  assert.deepEqual([there.name, there.key], ['Computers', 'MINE']);
  const cleared = await place(
    callWith({}),
    read({ ...asFields(there.hidden), name: '', key: 'MINE', place: 'target', targetId: 't1' }),
  );
  assert.equal(cleared.name, '', "a name that was cleared is not filled behind one's back");
});

test('a site that does not answer is said in its place, and everything typed is carried', async () => {
  const call = callWith({
    schemas: async () => {
      throw new Unavailable('site-unreachable', 'The site does not answer. Try again later.');
    },
  });
  const shown = await place(
    call,
    read({ place: 'existing', name: 'N', key: 'K', schemaId: '5', targetId: 't2' }),
  );
  assert.equal(shown.problem, 'The site does not answer. Try again later.');
  const fields = asFields(shown.hidden);
  assert.deepEqual(
    [fields['name'], fields['key'], fields['schemaId'], fields['targetId']],
    ['N', 'K', '5', 't2'],
  );
});

test('a target instance that is gone has to be chosen anew', async () => {
  const shown = await place(callWith({}), read({ place: 'target', targetId: 'gone' }));
  assert.equal(shown.targetKnown, false);
});

test('the schema that was backed up is proposed among those that exist; a wrong key goes to no other destination', async () => {
  const schemas = [
    { id: '3', name: 'Other', key: 'OT' },
    { id: '7', name: 'Computers', key: 'COMP' },
  ];
  const call = callWith({
    schemas: async () => schemas,
    propose: async () => ({ name: 'N', key: 'NN' }),
  });
  const begun = {
    backup: { id: runId('b'), schema: { id: '7', name: 'Computers', key: 'COMP' } },
    targets: [],
  };
  const there = await restorePlaceView(call, begun, read({ place: 'existing' }));
  assert.deepEqual(
    there.schemas?.map(({ chosen }) => chosen),
    [false, true],
  );
  const typed = read({ place: 'new', name: 'Mine', key: 'B@D', proposedFor: 'elsewhere' });
  const other = await restorePlaceView(call, begun, typed);
  assert.deepEqual([other.name, other.key], ['Mine', 'NN']);
});

test('another schema than the one that was backed up brings a caution, before anything is planned', async () => {
  const own = { id: '7', name: 'Computers', key: 'COMP' };
  const schemas = [own, { id: '3', name: 'People', key: 'PEOPLE' }];
  const call = callWith({ schemas: async () => schemas });
  const cautionFor = async (fields: Record<string, string>) =>
    (
      await restorePlaceView(
        call,
        { backup: { id: runId('b'), schema: own }, targets },
        read(fields),
      )
    ).caution;
  assert.equal(await cautionFor({ place: 'existing' }), undefined, 'its own is proposed');
  assert.equal(await cautionFor({ place: 'existing', schemaId: '7' }), undefined);
  assert.match(
    (await cautionFor({ place: 'existing', schemaId: '3' })) ?? '',
    /^This is a backup of Computers \(COMP\)\. .* added to People \(PEOPLE\)/,
  );
  const atTarget = { place: 'target', targetId: 't1', targetPlace: 'existing' };
  assert.equal(await cautionFor({ ...atTarget, schemaId: '7' }), undefined, 'called the same');
  assert.match((await cautionFor({ ...atTarget, schemaId: '3' })) ?? '', /People/);
});

test('the only target instance is chosen without being asked for', async () => {
  const call = callWith({ propose: async () => ({ name: 'N', key: 'NN' }) });
  const only = { backup: { id: runId('b') }, targets: targets.slice(0, 1) };
  const shown = await restorePlaceView(call, only, read({ place: 'target' }));
  assert.equal(shown.targetKnown, true);
  assert.equal(shown.name, 'N', 'what depends on it is shown at once');
  const several = await place(call, read({ place: 'target' }));
  assert.equal(several.targetKnown, false);
});

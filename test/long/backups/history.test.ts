import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';
import type { SimObject } from '../../../simulator/site/records/model.ts';
import { runId, type RunId } from '../../../src/core/kernel/ids.ts';
import { objectHistory } from '../../../src/web/pages/backups/inside/object-history.ts';
import { RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const site = rig.here.world.site;
const officeType = site.typesOf(rig.schemaId('Tiny')).find(({ name }) => name === 'Office')!;
const offices = site.objects.idsOfType(officeType.id);
const opened = attributeId(site, officeType.id, 'Opened');
const office = (): SimObject => site.objects.require(offices[0]!);
const objects = site
  .typesOf(rig.schemaId('Tiny'))
  .reduce((sum, { id }) => sum + site.objects.idsOfType(id).length, 0);
const calls = (): number =>
  Object.entries(rig.here.world.stats.json.byTemplate)
    .filter(([template]) => template.endsWith('/object/:id/history'))
    .reduce((sum, [, { calls: made }]) => sum + made, 0);
const partOf = async (id: RunId) =>
  (await rig.stores.backups.get(rig.tenant, id)).parts.find(({ name }) => name === 'history');
const historyOf = (id: RunId, wanted = { person: '', attribute: '' }) =>
  rig.contents.history(
    rig.tenant,
    id,
    { typeId: String(officeType.id), id: String(office().id) },
    wanted,
  );

test('history is read when it is chosen, once for each object, and again only where it grew', async () => {
  const without = await rig.backUp('Tiny', []);
  assert.equal(await partOf(without), undefined);
  assert.equal(calls(), 0);
  site.updateObject(office(), { [opened]: ['2021-05-05'] });
  const first = await rig.backUp('Tiny', ['history']);
  assert.deepEqual((await partOf(first))?.counts, { history: objects });
  assert.equal(calls(), objects);
  site.updateObject(office(), { [opened]: ['2022-06-06'] });
  const second = await rig.backUp('Tiny', ['history']);
  assert.deepEqual((await partOf(second))?.counts, { history: objects });
  assert.equal(calls(), objects + 1);
  const backup = await rig.stores.backups.get(rig.tenant, second);
  const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
  assert.deepEqual((await vault.verify(backup, {})).damage, []);
  assert.deepEqual(
    (await historyOf(second))?.entries.map(({ before, after }) => [before, after]),
    [
      ['2021-05-05', '2022-06-06'],
      ['2020-01-01', '2021-05-05'],
      ['', ''],
    ],
    'the newest first, in raw values',
  );
  assert.equal((await historyOf(first))?.total, 2, 'an earlier backup stays as it was');
  assert.equal(await historyOf(without), undefined);
});

test('the history of an object is filtered by attribute and person, and is a file', async () => {
  const id = await rig.backUp('Tiny', ['history']);
  const opening = await historyOf(id, { person: '', attribute: 'Opened' });
  assert.deepEqual([opening?.entries.length, opening?.total], [2, 3]);
  assert.deepEqual(opening?.attributes, ['Opened']);
  const [person] = opening!.people;
  assert.ok(person);
  assert.equal((await historyOf(id, { person: person.key, attribute: '' }))?.entries.length, 3);
  assert.equal((await historyOf(id, { person: 'nobody', attribute: '' }))?.entries.length, 0);
  const reply = await objectHistory({
    contents: rig.contents,
    caller: { tenant: { id: rig.tenant } },
    params: { id: runId(id), typeId: String(officeType.id), objectId: String(office().id) },
    query: { format: 'csv', attribute: 'Opened' },
    form: {},
    reader: { timeZone: 'UTC', nowMs: 0 },
  } as unknown as Parameters<typeof objectHistory>[0]);
  assert.ok('file' in reply && reply.file);
  let text = '';
  for await (const part of reply.file.parts) text += part;
  const [head, ...lines] = text.trim().split('\r\n');
  assert.match(head ?? '', /^When,Who/);
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /Opened,2021-05-05,2022-06-06$/);
});

test('values in the history are whole, however long they are', async () => {
  const long = 'A long name '.repeat(20).trim();
  const name = attributeId(site, officeType.id, 'Name');
  site.updateObject(office(), { [name]: [long] });
  const [entry] = (await historyOf(await rig.backUp('Tiny', ['history'])))?.entries ?? [];
  assert.equal(entry?.after, long);
});

test('the history of an object that the site refuses now stays as the backup before has it', async () => {
  const older = (await historyOf(await rig.backUp('Tiny', ['history'])))?.entries ?? [];
  assert.ok(older.length > 0);
  site.updateObject(office(), { [opened]: ['2023-07-07'] });
  const path = `/object/${office().id}/history$`;
  rig.here.settings.faults = [{ path, kind: 'answer', name: 'forbidden', probability: 1 }];
  const refused = await rig.backUp('Tiny', ['history']);
  rig.here.settings.faults = [];
  const part = await partOf(refused);
  assert.equal(part?.status, 'incomplete');
  assert.match(
    part.message ?? '',
    /of 1 object couldn't .* previous backup has of 1 object is kept/,
  );
  assert.deepEqual((await historyOf(refused))?.entries, older);
  const later = (await historyOf(await rig.backUp('Tiny', ['history'])))?.entries ?? [];
  assert.deepEqual(later.slice(1), older);
  assert.equal(later[0]?.after, '2023-07-07');
});

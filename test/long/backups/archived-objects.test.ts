/** Objects that were archived on a Data Center: a section of its backup, and what restores do. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';
import type { SimObject } from '../../../simulator/site/records/model.ts';
import {
  ARCHIVED_KIND,
  archivingOf,
} from '../../../src/core/backups/parts/archived/archived-record.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { acquaint } from '../../support/restores/migrated-content.ts';
import { objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const SERVERS = 12;
const rig = await RestoreRig.start([{ seed: 'dc' }, { seed: 'tiny' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
const { archived } = site.dataCenter;
acquaint(site, rig.there!.world.site);
const schemaId = rig.schemaId('Hardware');
keepFew(site, schemaId, 'Server', SERVERS);
type ArchivedCopy = typeof archived extends Map<number, infer T> ? T : never;
const NAMES = ['srv-136', 'srv-137', 'srv-138', 'srv-139', 'srv-140'];

const open = async (id: RunId) => {
  const backup = await rig.stores.backups.get(rig.tenant, id);
  const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
  return { backup, vault, reader: await vault.openReader(backup) };
};
const partOf = async (id: RunId) =>
  (await open(id)).backup.parts.find(({ name }) => name === 'archived')!;
const readOneByOne = (): number =>
  here.world.stats.json.byTemplate['GET /rest/assets/1.0/object/:id']?.calls ?? 0;
/** Labels of what is in the archive of a schema. */
const archivedIn = (id: number): string[] =>
  [...archived.values()]
    .filter(({ object }) => site.schemaOf(object).id === id)
    .map(({ object }) => site.labelOf(object))
    .sort();

const backup = await rig.backUp('Hardware');

test('archived objects are a section of their own, with their values, and verified', async () => {
  const { vault, backup: taken, reader } = await open(backup);
  const part = await partOf(backup);
  assert.deepEqual([part.status, part.counts], ['complete', { [ARCHIVED_KIND]: 5 }]);
  const labels: string[] = [];
  for await (const { label, body } of reader.records({ kind: ARCHIVED_KIND })) {
    labels.push(label);
    assert.equal(archivingOf(body)?.archivedBy.name, 'Ada Admin');
  }
  assert.deepEqual(labels.toSorted(), NAMES);
  assert.deepEqual((await vault.verify(taken, {})).damage, []);
});

test('they are shown apart from the others, one by one with when they were archived', async () => {
  const { items } = await rig.contents.objects(rig.tenant, backup, { archived: true });
  assert.deepEqual(items.map(({ label }) => label).toSorted(), NAMES);
  const active = await rig.contents.objects(rig.tenant, backup, {});
  assert.equal(active.total, SERVERS + 12);
  const [{ typeId, id }] = items as [(typeof items)[number]];
  const shown = await rig.contents.object(rig.tenant, backup, typeId, id);
  assert.ok(Date.parse(shown.archiving?.archivedAt ?? '') > 0);
});

test('a second backup takes those over that are as they were, and misses none that moves', async () => {
  const [first] = archived.values();
  archived.delete(first!.object.id);
  site.objects.put(first!.object, site.now());
  const before = readOneByOne();
  const second = await rig.backUp('Hardware');
  assert.deepEqual((await partOf(second)).counts, { [ARCHIVED_KIND]: 4 });
  assert.equal(readOneByOne(), before + 4, 'their references may lead elsewhere by now');
  archived.set(first!.object.id, first!);
  site.objects.remove(first!.object.id, site.now());
  const third = await rig.backUp('Hardware');
  assert.deepEqual((await partOf(third)).counts, { [ARCHIVED_KIND]: 5 });
});

test('a site that gives no archive, or no values of it, is told, and fails no backup', async () => {
  here.settings.absent = { archive: 404 };
  const without = await partOf(await rig.backUp('Hardware'));
  assert.equal(without.status, 'unavailable');
  assert.match(without.message ?? '', /doesn't offer GET object\/archived/);
  Object.assign(here.settings, { absent: {}, archivedById: false });
  const hidden = await partOf(await rig.backUp('Hardware'));
  assert.match(hidden.message ?? '', /lists 5 archived objects whose values it doesn't give/);
  here.settings.archivedById = true;
});

test('an archived object that the site repeatedly fails to give is listed as not saved, and the others are kept', async () => {
  const broken = [...archived.keys()].slice(0, 2);
  here.settings.faults = [
    { path: `/object/${broken[0]}$`, method: 'GET', kind: '500', probability: 1 },
    {
      path: `/object/${broken[1]}$`,
      method: 'GET',
      kind: 'answer',
      status: 403,
      text: '{"errorMessages":["Not yours"]}',
      probability: 1,
    },
  ];
  const id = await rig.backUp('Hardware');
  const { backup: taken } = await open(id);
  const part = await partOf(id);
  assert.deepEqual([part.status, part.counts], ['incomplete', { [ARCHIVED_KIND]: 3 }]);
  assert.match(part.message ?? '', /^2 archived objects couldn't be read\./);
  const reasons = new Map(taken.unsaved.map((each) => [each.id, each.reason]));
  assert.equal(taken.unsavedCount, 2);
  assert.match(reasons.get(String(broken[0])) ?? '', /repeatedly failed to return it \(status 500/);
  assert.match(reasons.get(String(broken[1])) ?? '', /Not yours/);
  here.settings.faults = [];
});

const wish = { ...NEW_SCHEMA, archived: true, schema: { name: 'Copy', key: 'COPY' } };

test('they are left in the backup where they were not chosen, and where the site has no archive', async () => {
  const { plan } = await rig.plan(backup, { ...wish, archived: false });
  assert.ok(plan.notes.some((note) => /you didn't select them: 5 archived objects/.test(note)));
  const elsewhere = { ...wish, targetId: rig.other! };
  const { plan: planned, facts } = await rig.restore(backup, elsewhere);
  assert.ok(planned.notes.some((note) => /has no archive: 5 archived objects/.test(note)));
  assert.equal(facts.created, SERVERS + 12);
});

function withoutOwner(object: SimObject): SimObject {
  const { [attributeId(site, object.typeId, 'Owner')]: _owner, ...values } = object.values;
  return { ...object, values };
}

/** Whoever changes an archived copy on the site is found out by *Check the result*. */
async function archivedIsCompared(id: RunId, copy: ArchivedCopy): Promise<void> {
  const { object } = copy;
  copy.object = withoutOwner(object);
  const { differing, differingCount, compared } = await rig.check(id);
  copy.object = object;
  assert.deepEqual([compared, differingCount], [SERVERS + 17, 1]);
  assert.equal(differing[0]?.label, site.labelOf(object));
  assert.deepEqual(
    differing[0]?.differing.map(({ attribute, actual }) => [attribute, actual]),
    [['Owner', []]],
  );
  here.settings.archivedById = false;
  const blind = await rig.check(id);
  here.settings.archivedById = true;
  assert.equal(blind.compared, SERVERS + 12);
  assert.match(blind.structure.join(), /^5 objects of the archive couldn't be compared/);
  here.settings.faults = [
    { path: `/object/${object.id}$`, method: 'GET', kind: '500', probability: 1 },
  ];
  const broken = await rig.check(id);
  here.settings.faults = [];
  assert.equal(broken.compared, SERVERS + 16);
  assert.match(broken.structure.join(), /^1 object of the archive couldn't be compared/);
}

test('they are created and archived, with their values, and none twice', async () => {
  here.settings.faults = [
    { path: 'object/archive', method: 'PUT', kind: 'cut-after', probability: 1, times: 1 },
  ];
  const { plan, facts, id } = await rig.restore(backup, wish);
  const made = Number(facts.schemaId);
  assert.equal(plan.objects.create, SERVERS + 17);
  assert.deepEqual([facts.created, facts.failed, facts.notes], [SERVERS + 17, 0, []]);
  assert.deepEqual(archivedIn(made), NAMES);
  assert.equal(objectsOf(site, made, 'Server').length, SERVERS);
  const copy = [...archived.values()].find(({ object }) => site.schemaOf(object).id === made)!;
  assert.ok(valuesOf(site, copy.object, 'Owner').length > 0);
  const [rack] = valuesOf(site, copy.object, 'Rack') as [{ ref: number }];
  assert.equal(site.schemaOf(site.objects.require(rack.ref)).id, made);
  const check = await rig.check(id);
  assert.deepEqual([check.compared, check.missing, check.differingCount], [SERVERS + 17, 0, 0]);
  assert.deepEqual(check.structure, []);
  await archivedIsCompared(id, copy);
  const again = await rig.restore(backup, { ...wish, schema: { id: facts.schemaId } });
  assert.deepEqual([again.facts.created, again.facts.writes], [0, 0]);
  assert.deepEqual(archivedIn(made), NAMES);
});

test('a list of archived objects that lacks some is told by a backup, and stops a restore that needs it', async () => {
  const entries = [...archived.values()]
    .filter(({ object }) => site.schemaOf(object).id === schemaId)
    .map(({ object: { id } }) => ({ id, key: `HW-${id}`, label: '', archived: true }));
  const text = JSON.stringify({ total: 6, results: [...entries, { key: 'HW-0' }] });
  here.settings.faults = [
    { path: 'object/archived$', method: 'GET', kind: 'answer', text, probability: 1 },
  ];
  const part = await partOf(await rig.backUp('Hardware'));
  assert.equal(part.status, 'incomplete');
  assert.match(
    part.message ?? '',
    /^The site lists 1 archived object in a form that can't be read/,
  );
  assert.deepEqual(part.counts, { [ARCHIVED_KIND]: 5 });
  const into = { ...wish, schema: { id: String(schemaId) } };
  await assert.rejects(
    rig.plan(backup, into),
    /archive-unknown .*might be created twice\. The site lists 1 archived object/,
  );
  here.settings.faults = [];
});

test('in the schema that was backed up they are there, and one that was taken back stays in use', async () => {
  const [first] = [...archived.values()].filter(
    ({ object }) => site.schemaOf(object).id === schemaId,
  );
  archived.delete(first!.object.id);
  site.objects.put(first!.object, site.now());
  const into = { ...wish, schema: { id: String(schemaId) } };
  const { plan, facts, id } = await rig.restore(backup, into);
  assert.ok(plan.notes.some((note) => /stay in use: 1 object\./.test(note)));
  assert.deepEqual([facts.created, facts.writes], [0, 0]);
  assert.equal(archivedIn(schemaId).length, 4);
  const [copy] = [...archived.values()].filter(
    ({ object }) => site.schemaOf(object).id === schemaId,
  );
  copy!.object = withoutOwner(copy!.object);
  const check = await rig.check(id);
  assert.deepEqual([check.differingCount, check.kept], [0, 1], 'what was archived stays as it is');
});

/** Between two Data Centers, which number their people each by itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';
import type { SimObject, Value } from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';
import type { RestoreWish } from '../../../src/core/use-cases/restores/restore-wish.ts';
import { acquaint, migratedContent } from '../../support/restores/migrated-content.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
import { objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';
import { restoreFacts } from '../../support/restores/restore-facts.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const SERVERS = 12;
/** So many of their values name a version, and a Confluence page. */
const RELEASES = 3;
const PAGES = 2;
const rig = await RestoreRig.start([{ seed: 'dc' }, { seed: 'dc' }]);
await rig.work();
const here = rig.here.world.site;
const there = rig.there!.world.site;
acquaint(here, there);
const schemaId = rig.schemaId('Hardware');
keepFew(here, schemaId, 'Server', SERVERS);

/** A version of a project there, in the place of whatever had its ID. */
function versionThere(id: string, name: string, projectKey: string): void {
  const version = { id: Number(id), name };
  there.versions.set(id, { odd: { version, displayValue: name, searchValue: id } });
  there.dataCenter.versions.set(id, { name, projectKey });
}

/** The values of an attribute, of all servers of a schema that have one. */
const valuesIn = (site: Site, ofSchema: number, name: string): Value[] =>
  objectsOf(site, ofSchema, 'Server').flatMap((each) => valuesOf(site, each, name));

const serversThere = (): SimObject[] =>
  objectsOf(there, rig.schemaId('Hardware', rig.there!), 'Server');

function makeUnique(site: Site, ofSchema: number, name: string): void {
  const [server] = objectsOf(site, ofSchema, 'Server');
  const attribute = site.attributes.get(attributeId(site, server!.typeId, name));
  site.changeAttribute(attribute!, { unique: true });
}

const to = (name: string, key: string): RestoreWish => ({
  ...NEW_SCHEMA,
  targetId: rig.other!,
  schema: { name, key },
});

test('values of people go to who has their email, not to who has their key there', async () => {
  const [one, other] = ['JIRAUSER10100', 'JIRAUSER10101'].map((key) => there.users.get(key)!);
  const { displayName, email } = one!;
  Object.assign(one!, { displayName: other!.displayName, email: other!.email });
  Object.assign(other!, { displayName, email });
  const { facts, plan } = await rig.restore(await rig.backUp('Hardware'), to('Moved', 'MOVED'));
  assert.equal(facts.failed, 0);
  assert.deepEqual(
    plan.unresolved.filter(({ kind }) => kind === 'user'),
    [],
  );
  const moved = migratedContent(there, rig.schemaId('Moved', rig.there!));
  assert.deepEqual(moved.objects, migratedContent(here, schemaId).objects);
});

test('unique people tell which object is which, and not whoever has their key there', async () => {
  keepFew(there, rig.schemaId('Hardware', rig.there!), 'Server', SERVERS);
  const [one, other] = serversThere();
  const owners = [one, other].map((server) => valuesOf(there, server!, 'Owner'));
  assert.deepEqual(owners, [[{ user: 'JIRAUSER10100' }], [{ user: 'JIRAUSER10101' }]]);
  makeUnique(here, schemaId, 'Owner');
  makeUnique(there, rig.schemaId('Hardware', rig.there!), 'Owner');
  const wish = { ...to('', ''), schema: { id: String(rig.schemaId('Hardware', rig.there!)) } };
  const { facts } = await rig.restore(await rig.backUp('Hardware'), wish);
  assert.deepEqual([facts.failed, serversThere().length], [0, SERVERS]);
  // The two accounts were exchanged there.
  const labels = [one, other].map((server) => there.labelOf(there.objects.get(server!.id)!));
  assert.deepEqual(labels, ['srv-002', 'srv-001']);
  assert.deepEqual(
    serversThere()
      .map((server) => valuesOf(there, server, 'Owner'))
      .slice(0, 2),
    owners,
  );
});

test('versions are found by name in their project, and pages are nowhere on another site', async () => {
  versionThere('10010', '9.9', 'HELP');
  versionThere('20020', '1.2', 'OPS');
  const { facts, plan, id } = await rig.restore(await rig.backUp('Hardware'), to('Found', 'FOUND'));
  assert.equal(valuesIn(here, schemaId, 'Runbook').length, PAGES);
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, PAGES]);
  assert.ok(plan.notes.some((note) => note.includes(`site that was backed up: ${PAGES} values`)));
  const found = rig.schemaId('Found', rig.there!);
  assert.deepEqual(valuesIn(there, found, 'Runbook'), []);
  const release = there.versions.get('20020');
  assert.deepEqual(valuesIn(there, found, 'Release'), Array(RELEASES).fill(release));
  const check = await rig.check(id);
  assert.deepEqual([check.differingCount, check.explained], [0, PAGES]);
});

test('a version that its project lacks there can be mapped to another one', async () => {
  versionThere('20020', 'Old', 'OPS');
  const backup = await rig.backUp('Hardware');
  const { plan } = await rig.plan(backup, to('Mapped', 'MAPPED'));
  const group = plan.groups!.find(({ kind }) => kind === 'version');
  assert.deepEqual([group?.things, group?.values], [1, RELEASES]);
  const [missing] = plan.unresolved.filter(({ kind }) => kind === 'version');
  assert.deepEqual([missing?.id, missing?.name], ['10010', '1.2 (OPS)']);
  // What a choice decides about is not said to be refused whatever is chosen.
  assert.ok(plan.conflicts.every(({ attribute }) => attribute !== 'Release'));
  assert.ok(plan.outcome!.partial.some(({ groups }) => groups.join() === 'version'));
  const mapped = [{ kind: 'version', id: '10010', rule: 'map', to: '20020' }] as const;
  const { facts } = await rig.restore(backup, to('Mapped', 'MAPPED'), mapped);
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, PAGES]);
  const old = there.versions.get('20020');
  const values = valuesIn(there, rig.schemaId('Mapped', rig.there!), 'Release');
  assert.deepEqual(values, Array(RELEASES).fill(old));
});

test('versions of a project that is missing there are found in the one that it is mapped to', async () => {
  there.projects = ['HELP', 'SHOP'];
  versionThere('30030', '1.2', 'SHOP');
  const projects = valuesIn(here, schemaId, 'Project').length;
  const { id, plan } = await rig.plan(await rig.backUp('Hardware'), to('Shop', 'SHOP'));
  const group = plan.groups!.find(({ kind }) => kind === 'project');
  assert.deepEqual([group?.things, group?.values], [1, projects + RELEASES]);
  assert.ok(plan.groups!.every(({ kind }) => kind !== 'version'));
  const mapped = [{ kind: 'project', id: 'OPS', rule: 'map', to: 'SHOP' }] as const;
  const run = await rig.complete((await rig.start(id, mapped)).id);
  // What is chosen changes nothing that the plan leans on, so there is no other plan.
  assert.equal(run.kind, 'restore');
  assert.equal(restoreFacts(run).valuesLeftOut, PAGES);
  const release = there.versions.get('30030');
  const values = valuesIn(there, rig.schemaId('Shop', rig.there!), 'Release');
  assert.deepEqual(values, Array(RELEASES).fill(release));
});

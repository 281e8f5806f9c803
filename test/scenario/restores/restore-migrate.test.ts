import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalSchema,
  type CanonicalSchema,
} from '../../../simulator/canonical/canonical-schema.ts';
import type { SimObject } from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';
import { migrationRig, objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';

const { rig, here, there, to, again } = await migrationRig();
const emails =
  (site: Site) =>
  (accountId: string): string =>
    site.person(accountId)!.email;
const contentOf = (site: Site, id: number): CanonicalSchema =>
  canonicalSchema(site, id, {
    userOf: emails(site),
    schemaName: false,
    icons: false,
    statuses: false,
  });

function isFound(accountId: string): boolean {
  const [old, same] = [here.users.get(accountId)!, there.users.get(accountId)];
  if (same?.active) return true;
  const byEmail =
    old.emailVisible && !old.deleted
      ? [...there.users.values()].filter(
          (each) => each.email === old.email && each.emailVisible && each.active,
        )
      : [];
  return byEmail.length === 1;
}

/** The groups that people of the other site name as their teams. */
function teamsThere(): string[] {
  const groups = new Set(
    objectsOf(there, rig.schemaId('People', rig.there!), 'Person')
      .flatMap((each) => valuesOf(there, each, 'Teams'))
      .map((value) => (value as { group: string }).group),
  );
  return [...groups].sort();
}

test('people are found by account, then by email where both sites show it; who is not there is listed and left out, and so are groups, projects and icons', async () => {
  const backup = await rig.backUp('People');
  const { plan, facts, id } = await rig.restore(backup, to('People', 'PEOPLE'));
  const users = plan.unresolved.filter(({ kind }) => kind === 'user');
  const source = objectsOf(here, rig.schemaId('People'), 'Person');
  const used = new Set(
    source
      .flatMap((each) => valuesOf(here, each, 'Account'))
      .map((value) => (value as { user: string }).user),
  );
  assert.deepEqual(
    users.map((each) => each.id).sort(),
    [...used].filter((each) => !isFound(each)).sort(),
  );
  assert.ok(users.length > 0 && users.length < used.size);
  assert.ok(
    users.some(({ why }) => why.includes('deactivated')) && users.every(({ mappable }) => mappable),
  );
  assert.deepEqual(
    plan.unresolved.filter(({ kind }) => kind === 'group').map(({ name }) => name),
    ['service-desk'],
    '"finance" is there as "Finance"',
  );
  assert.deepEqual([facts.created, facts.failed], [source.length, 0]);
  const report = await rig.lines(id);
  assert.equal(
    report.flatMap(({ leftOut = [] }) => leftOut).filter(({ attribute }) => attribute === 'Account')
      .length,
    users.reduce((sum, { uses }) => sum + uses, 0),
  );
  for (const { value } of report
    .flatMap(({ leftOut = [] }) => leftOut)
    .filter(({ attribute }) => attribute === 'Account'))
    assert.ok(
      users.some((user) => value === `${user.name}, account ${user.id}`),
      `the report calls a person by name: ${value}`,
    );
  const check = await rig.check(id);
  assert.deepEqual(
    [check.compared, check.missing, check.differingCount, check.equal + check.explained],
    [source.length, 0, 0, source.length],
  );
  assert.deepEqual(teamsThere(), ['Finance', 'facilities', 'it-admins']);
  assert.ok(
    facts.notes.some((note) => note.includes('Office')),
    `the attribute that refers to the schema Offices is told of: ${facts.notes.join(' ')}`,
  );
});

test('People first, then Computers: references across schemas lead to the restored people; icons that are missing are listed and fall back', async () => {
  await rig.restore(await rig.backUp('Offices'), to('Offices', 'OFFICE'));
  const people = await rig.backUp('People');
  await rig.restore(people, again('People'));
  const computers = await rig.backUp('Computers');
  const { plan, facts, id } = await rig.restore(computers, to('Computers', 'COMP'));
  assert.deepEqual(
    plan.unresolved.filter(({ kind }) => kind === 'reference'),
    [],
  );
  assert.deepEqual([facts.failed, facts.notes], [0, []]);
  assert.deepEqual(
    plan.statuses,
    [],
    'In Service, of another category there, and In repair, global there, are taken by name',
  );
  assert.deepEqual(
    plan.unresolved.filter(({ kind }) => kind === 'project').map(({ name }) => name),
    ['OPS'],
  );
  const laptops = objectsOf(there, rig.schemaId('Computers', rig.there!), 'Laptop');
  const users = laptops.flatMap((each) => valuesOf(there, each, 'Used by')) as { ref: number }[];
  assert.equal(
    users.length,
    objectsOf(here, rig.schemaId('Computers'), 'Laptop').flatMap((each) =>
      valuesOf(here, each, 'Used by'),
    ).length,
  );
  const schemaOf = (object: SimObject): string =>
    there.schemas.get(there.types.get(object.typeId)!.schemaId)!.name;
  assert.ok(users.every(({ ref }) => schemaOf(there.objects.get(ref)!) === 'People'));
  assert.equal((await rig.check(id)).differingCount, 0);
});

test('the other way round: Licences before its People has no holders and says so; restored once more after them it has', async () => {
  const people = rig.schemaId('People', rig.there!);
  there.deleteSchema(people);
  const licences = await rig.backUp('Licences');
  const first = await rig.restore(licences, to('Licences', 'LIC'));
  assert.ok(
    first.plan.notes.some(
      (note) => note.includes('"Holders"') && note.includes("doesn't exist on the destination"),
    ),
  );
  assert.ok(
    first.plan.unresolved.some(({ kind, id }) => kind === 'icon' && id === '6'),
    'the icon Licence is not there',
  );
  const schemaId = rig.schemaId('Licences', rig.there!);
  assert.ok(
    !there
      .typesOf(schemaId)
      .some((type) => there.ownAttributes(type.id).some(({ name }) => name === 'Holders')),
  );
  await rig.restore(await rig.backUp('People'), to('People', 'PEOPLE'));
  const second = await rig.restore(licences, again('Licences'));
  assert.deepEqual([second.facts.created, second.facts.failed], [0, 0]);
  const holders = (site: Site, id: number): number =>
    objectsOf(site, id, 'Licence').flatMap((each) => valuesOf(site, each, 'Holders')).length;
  assert.equal(holders(there, schemaId), holders(here, rig.schemaId('Licences')));
  const third = await rig.restore(licences, again('Licences'));
  assert.deepEqual(
    [third.facts.writes, third.facts.left],
    [0, second.facts.updated + second.facts.left],
  );
});

test('where everybody and everything is on the other site, the content is the same but for the ids', async () => {
  for (const user of here.users.values())
    Object.assign(user, { active: true, deleted: false, emailVisible: true });
  for (const user of there.users.values())
    Object.assign(user, { active: true, emailVisible: true });
  for (const [accountId, user] of here.users)
    if (![...there.users.values()].some(({ email }) => email === user.email))
      there.users.set(`moved ${accountId}`, { ...user, accountId: `moved ${accountId}` });
  there.groups.delete('Finance');
  for (const name of ['finance', 'service-desk']) there.groups.set(name, name);
  there.projects.push('OPS');
  for (const status of there.statuses.values())
    if (status.name === 'In Service') status.category = 1;
  for (const name of ['Offices', 'People', 'Computers', 'Services', 'Licences'])
    if ([...there.schemas.values()].some((schema) => schema.name === name))
      there.deleteSchema(rig.schemaId(name, rig.there!));
  for (const [name, key] of [
    ['Offices', 'OFFICE'],
    ['People', 'PEOPLE'],
    ['Computers', 'COMP'],
  ] as const) {
    const { facts, plan } = await rig.restore(await rig.backUp(name), to(name, key));
    assert.deepEqual(
      [facts.failed, facts.valuesLeftOut, plan.unresolved.filter(({ kind }) => kind !== 'icon')],
      [0, 0, []],
      name,
    );
    const [a, b] = [
      contentOf(here, rig.schemaId(name)),
      contentOf(there, rig.schemaId(name, rig.there!)),
    ];
    if (name === 'Offices')
      assert.deepEqual(
        b.types,
        a.types.map((type) => JSON.parse(JSON.stringify(type))),
      );
    assert.deepEqual(b.objects, a.objects);
  }
});

test('objects of another site that nothing but a unique value ties to the backup are matched by it', async () => {
  const schemaId = rig.schemaId('People', rig.there!);
  await rig.connection.collection('restore_line_blocks').deleteMany({});
  const done = await rig.restore(await rig.backUp('People'), again('People'));
  assert.deepEqual(
    [done.facts.created, done.facts.updated, done.facts.left],
    [0, 0, objectsOf(there, schemaId, 'Person').length],
  );
  assert.deepEqual(done.facts.writes, 0);
});

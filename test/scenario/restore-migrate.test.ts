import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  canonicalSchema,
  type CanonicalSchema,
} from '../../simulator/canonical/canonical-schema.ts';
import { attributeId } from '../../simulator/seeds/planting/attribute-id.ts';
import { personId } from '../../simulator/seeds/planting/add-people.ts';
import { isReference, type SimObject, type Value } from '../../simulator/site/model.ts';
import type { Site } from '../../simulator/site/site.ts';
import { InvalidInput } from '../../src/core/kernel/errors.ts';
import { choiceField } from '../../src/core/use-cases/restores/confirm-choices.ts';
import type { Choices } from '../../src/core/restores/restore-input.ts';
import type { RestoreWish } from '../../src/core/use-cases/restores/restore-wish.ts';
import { NEW_SCHEMA, RestoreRig } from '../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'demo' }, { seed: 'other' }]);
await rig.work();
const [here, there] = [rig.here.world.site, rig.there!.world.site];
const to = (name: string, key: string, wish: Partial<RestoreWish> = {}): RestoreWish => ({
  ...NEW_SCHEMA,
  ...wish,
  targetId: rig.other!,
  schema: { name, key },
});
const again = (name: string, wish: Partial<RestoreWish> = {}): RestoreWish => ({
  ...NEW_SCHEMA,
  ...wish,
  targetId: rig.other!,
  schema: { id: String(rig.schemaId(name, rig.there!)) },
});
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
const objects = (site: Site, schemaId: number, type: string): SimObject[] =>
  site.objects
    .idsOfType(site.typesOf(schemaId).find((each) => each.name === type)!.id)
    .map((id) => site.objects.get(id)!);
const values = (site: Site, object: SimObject, name: string): Value[] =>
  object.values[attributeId(site, object.typeId, name)] ?? [];

/** The smaller a schema, the quicker the tests. */
function keepOnly(name: string, most: number): void {
  for (const type of here.typesOf(rig.schemaId(name)))
    for (const id of here.objects.idsOfType(type.id).slice(most))
      here.objects.remove(id, here.now());
}
for (const [name, most] of [
  ['People', 60],
  ['Computers', 30],
  ['Licences', 20],
] as const)
  keepOnly(name, most);
for (const object of [...here.types.values()].flatMap((type) =>
  here.objects.idsOfType(type.id).map((id) => here.objects.get(id)!),
))
  for (const [id, list] of Object.entries(object.values))
    object.values[Number(id)] = list.filter(
      (value) => !isReference(value) || here.objects.get(value.ref),
    );

there.users.get(personId(4))!.active = false;

test('people are found by account, then by e-mail where both sites show it; who is not there is listed and left out, and so are groups, projects and icons', async () => {
  const backup = await rig.backUp('People');
  const { plan, facts, id } = await rig.restore(backup, to('People', 'PEOPLE'));
  const users = plan.unresolved.filter(({ kind }) => kind === 'user');
  const source = objects(here, rig.schemaId('People'), 'Person');
  const used = new Set(
    source
      .flatMap((each) => values(here, each, 'Account'))
      .map((value) => (value as { user: string }).user),
  );
  const isFound = (accountId: string): boolean => {
    const [old, same] = [here.users.get(accountId)!, there.users.get(accountId)];
    if (same?.active) return true;
    const byEmail =
      old.emailVisible && !old.deleted
        ? [...there.users.values()].filter(
            (each) => each.email === old.email && each.emailVisible && each.active,
          )
        : [];
    return byEmail.length === 1;
  };
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
  const groups = new Set(
    objects(there, rig.schemaId('People', rig.there!), 'Person')
      .flatMap((each) => values(there, each, 'Teams'))
      .map((value) => (value as { group: string }).group),
  );
  assert.deepEqual([...groups].sort(), ['Finance', 'facilities', 'it-admins']);
  assert.ok(
    facts.notes.some((note) => note.includes('Office')),
    `the attribute that refers to the schema Offices is told of: ${facts.notes.join(' ')}`,
  );
});

test('the other choices: a person is mapped to another one, or the run is not begun', async () => {
  const backup = await rig.backUp('Services');
  const { id, plan } = await rig.plan(backup, to('Services', 'SVC'));
  const [first, ...others] = plan.unresolved.filter(({ kind }) => kind === 'user');
  const ada = rig.there!.world.accounts[0]!.accountId;
  await assert.rejects(
    rig.restorePlans.start(rig.tenant, id, { user: { [others[0]!.id]: 'stop' } }, rig.by),
    InvalidInput,
  );
  const run = await rig.complete(
    (
      await rig.restorePlans.start(
        rig.tenant,
        id,
        { user: { [first!.id]: ada, ...Object.fromEntries(others.map((each) => [each.id, ''])) } },
        rig.by,
      )
    ).id,
  );
  const services = objects(there, rig.schemaId('Services', rig.there!), 'Service');
  assert.equal(
    services.filter((each) =>
      values(there, each, 'Owner').some((value) => (value as { user: string }).user === ada),
    ).length,
    first!.uses,
  );
  assert.equal(
    services.filter((each) => values(there, each, 'Owner').length === 0).length,
    others.reduce((sum, { uses }) => sum + uses, 0),
  );
  assert.equal((await rig.check(run.id)).differingCount, 0);
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
  const laptops = objects(there, rig.schemaId('Computers', rig.there!), 'Laptop');
  const users = laptops.flatMap((each) => values(there, each, 'Used by')) as { ref: number }[];
  assert.equal(
    users.length,
    objects(here, rig.schemaId('Computers'), 'Laptop').flatMap((each) =>
      values(here, each, 'Used by'),
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
      (note) => note.includes('"Holders"') && note.includes('not on the destination'),
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
    objects(site, id, 'Licence').flatMap((each) => values(site, each, 'Holders')).length;
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
  await rig.connection.collection('restore_lines').deleteMany({});
  const done = await rig.restore(await rig.backUp('People'), again('People'));
  assert.deepEqual(
    [done.facts.created, done.facts.updated, done.facts.left],
    [0, 0, objects(there, schemaId, 'Person').length],
  );
  assert.deepEqual(done.facts.writes, 0);
});

test('in place of an object that is gone another one is named, by its key; what is not there is refused, each by its own field', async () => {
  const [people, laptopsOf] = [
    rig.schemaId('People'),
    (name: string) => objects(here, rig.schemaId(name), 'Laptop'),
  ];
  const computers = await rig.backUp('Computers');
  const refs = (name: string): number[] =>
    laptopsOf(name)
      .flatMap((each) => values(here, each, 'Used by'))
      .map((value) => (value as { ref: number }).ref)
      .sort((a, b) => a - b);
  const before = refs('Computers');
  const gone = before[0]!;
  const heir = objects(here, people, 'Person').find((person) => !before.includes(person.id))!;
  here.objects.remove(gone, here.now());
  const { id, plan } = await rig.plan(computers, {
    ...NEW_SCHEMA,
    schema: { name: 'Computers of heirs', key: 'HEIRS' },
  });
  assert.deepEqual(
    plan.unresolved
      .filter(({ kind }) => kind === 'reference')
      .map((each) => [each.id, each.mappable]),
    [[String(gone), true]],
  );
  const fields = (choices: Choices) =>
    rig.restorePlans.start(rig.tenant, id, choices, rig.by).then(
      () => assert.fail('was queued'),
      (error: unknown) => {
        assert.ok(error instanceof InvalidInput);
        return error.fields;
      },
    );
  const refused = await fields({ reference: { [gone]: 'HR-999999' }, user: { who: 'nobody' } });
  assert.deepEqual(
    Object.keys(refused).sort(),
    [choiceField('reference', String(gone)), choiceField('user', 'who')].sort(),
  );
  assert.match(refused[choiceField('reference', String(gone))]!, /no object "HR-999999"/);
  await rig.complete(
    (
      await rig.restorePlans.start(
        rig.tenant,
        id,
        { reference: { [gone]: here.keyOf(heir).toLowerCase() } },
        rig.by,
      )
    ).id,
  );
  assert.deepEqual(
    refs('Computers of heirs'),
    before.map((each) => (each === gone ? heir.id : each)).sort((a, b) => a - b),
  );
});

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import type { SimType } from '../../../simulator/site/records/model.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
const tinyId = rig.schemaId('Tiny');
const office = site.typesOf(tinyId).find(({ name }) => name === 'Office')!;
// The attribute that names objects stands last, the key in the middle.
for (const name of ['Key', 'Name']) {
  const attribute = site.ownAttributes(office.id).find((each) => each.name === name)!;
  site.moveAttribute(attribute, name === 'Key' ? 3 : 100);
}
const backup = await rig.backUp('Tiny');
const canonical = (id: number) => canonicalSchema(site, id, { schemaName: false, order: true });
const asBackedUp = canonical(tinyId);

afterEach(() => {
  here.settings.absent = {};
});

let copies = 0;
function asNew(name: string) {
  copies += 1;
  return { ...NEW_SCHEMA, schema: { name, key: `COPY${copies}` } };
}
const rolesPart = async () => {
  const taken = await rig.backUp('Tiny');
  const { parts } = await rig.stores.backups.get(rig.tenant, taken);
  return parts.find(({ name }) => name === 'roles');
};
const orderOf = (type: SimType): string[] => site.ownAttributes(type.id).map(({ name }) => name);

test('the order of attributes comes back with a schema that is made, once', async () => {
  const { facts, id } = await rig.restore(backup, asNew('Copy'));
  const checked = await rig.check(id);
  assert.deepEqual(canonical(Number(facts.schemaId)), asBackedUp);
  assert.deepEqual([facts.notes, checked.structure], [[], []]);
  const again = await rig.restore(backup, { ...NEW_SCHEMA, schema: { id: facts.schemaId } });
  assert.equal(again.facts.writes, 0);
});

test('a site that does not tell roles is backed up all the same, and says why', async () => {
  for (const absence of ABSENCES) {
    here.settings.absent = { roles: absence };
    const roles = await rolesPart();
    assert.equal(roles?.status, 'unavailable', String(absence));
    assert.match(roles.message ?? '', absence === 'odd' ? /unknown format/ : /\(status \d+\)/);
  }
});

test('where attributes cannot be moved they stay as they were made, and the report says so', async () => {
  for (const absence of [401, 500] as const) {
    here.settings.absent = { 'attribute-order': absence };
    const { facts } = await rig.restore(backup, asNew(`Unordered ${absence}`));
    const made = site.typesOf(Number(facts.schemaId)).find(({ name }) => name === 'Office')!;
    assert.notDeepEqual(orderOf(made), orderOf(office));
    assert.equal(facts.notes.length, 1);
    assert.match(facts.notes[0]!, /order of attributes couldn't be restored.*status \d+/);
  }
});

const rolesOf = (id: number) =>
  [...site.roles.ofSchema(id), ...site.typesOf(id).flatMap((type) => site.roles.ofType(type))]
    .filter(({ users, groups }) => users.length + groups.length > 0)
    .map(({ typeId, name, users, groups }) => ({
      of: typeId === undefined ? '' : site.requireType(typeId).name,
      name,
      users,
      groups,
    }));
const withRoles = (name: string) => ({ ...asNew(name), roles: true });
const ofTiny = rolesOf(tinyId);

test('people and groups are given their roles where that was chosen, once, and nobody loses one', async () => {
  const without = await rig.restore(backup, asNew('Without roles'));
  const creator = here.world.accounts[0]!.accountId;
  const managers = { of: '', name: 'Object Schema Managers', users: [creator], groups: [] };
  assert.deepEqual(rolesOf(Number(without.facts.schemaId)), [managers]);
  assert.equal(without.plan.roles, undefined);

  const { plan, facts, id } = await rig.restore(backup, withRoles('With roles'));
  assert.deepEqual(rolesOf(Number(facts.schemaId)), [managers, ...ofTiny]);
  assert.deepEqual(facts.notes, []);
  assert.deepEqual(
    [plan.roles, plan.calls - without.plan.calls, facts.writes - without.facts.writes],
    [2, 2, 2],
  );
  assert.deepEqual((await rig.check(id)).structure, []);
  const into = { ...NEW_SCHEMA, roles: true, schema: { id: facts.schemaId } };
  const again = await rig.restore(backup, into);
  assert.deepEqual([again.plan.roles, again.plan.calls, again.facts.writes], [0, 0, 0]);

  const [, , users] = site.roles.ofSchema(Number(facts.schemaId));
  users!.groups = [];
  assert.match(
    (await rig.check(id)).structure.join(),
    /"Object Schema Users".*lacks group it-admins/,
  );
});

test('whom the destination lacks is missing as in values, and can be mapped', async () => {
  const group = site.groups.get('it-admins')!;
  site.groups.delete('it-admins');
  site.groups.set('helpers', 'group-2');
  const planned = await rig.plan(backup, withRoles('Mapped'));
  const [lacking] = planned.plan.unresolved.filter(({ kind }) => kind === 'group');
  assert.equal(lacking?.uses, 18);
  const { facts } = await rig.restore(backup, withRoles('Mapped'), [
    { kind: 'group', id: 'it-admins', rule: 'map', to: 'helpers' },
  ]);
  const [, , users] = site.roles.ofSchema(Number(facts.schemaId));
  assert.deepEqual(users?.groups, ['helpers']);
  site.groups.delete('helpers');
  site.groups.set('it-admins', group);
});

test('a site that does not take roles gets the rest, and the report says why', async () => {
  for (const absence of [403, 'odd'] as const) {
    here.settings.absent = { roles: absence };
    const { plan, facts } = await rig.restore(backup, withRoles(`Refusing ${absence}`));
    assert.equal(facts.failed, 0);
    assert.equal(facts.notes.length, 1);
    assert.match(facts.notes[0]!, /^Roles weren't restored\. .* Set them in Assets\.$/);
    assert.equal(plan.roles, 2, 'a schema that is to be made cannot be asked');
  }
});

test('a schema without objects is backed up where that was chosen, and comes back', async () => {
  const empty = site.addSchema('Shelf', 'SHELF');
  const box = site.addType(empty.id, 'Box', { description: 'For things' });
  site.addAttribute(box.id, 'Size', { defaultTypeId: 1 });
  await assert.rejects(rig.backUp('Shelf'), /schema-empty.*Structure of an empty schema/s);
  const structure = await rig.backUp('Shelf', ['structure-of-empty']);
  const before = canonical(empty.id);
  site.deleteSchema(empty.id);
  const { facts } = await rig.restore(structure, asNew('Shelf'));
  assert.deepEqual([canonical(Number(facts.schemaId)), facts.created], [before, 0]);
  const again = await rig.restore(structure, { ...NEW_SCHEMA, schema: { id: facts.schemaId } });
  assert.equal(again.facts.writes, 0);
});

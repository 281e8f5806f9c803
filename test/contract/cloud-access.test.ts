import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENCES } from '../../simulator/world/settings.ts';
import { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import { tinyTarget } from './tiny-target.ts';

const { simulator, settings, open, city } = await tinyTarget(
  (siteUrl) => new AddressGuard({ allowed: [siteUrl] }),
);
const { site } = simulator.world;
const schemaId = String(city.schemaId);

test('switches are read, the documented ones and the others, and those that are named are set', async () => {
  const target = open();
  assert.deepEqual(await target.setSchemaProperties(schemaId, { allowOtherObjectSchema: true }), {
    value: true,
  });
  const found = await target.schemaProperties(schemaId);
  assert.ok('value' in found);
  assert.deepEqual(found.value.flags, {
    allowOtherObjectSchema: true,
    validateQuickCreate: false,
    quickCreateObjects: false,
    createObjectsCustomField: false,
    serviceDescCustomersEnabled: false,
  });
});

test('without the undocumented call the documented switches are read', async () => {
  for (const absence of ABSENCES) {
    settings.absent = { 'schema-properties': absence };
    const found = await open().schemaProperties(schemaId);
    assert.ok('value' in found);
    assert.deepEqual(Object.keys(found.value.flags).length, 3);
  }
});

test('roles of a schema are read with whoever has them', async () => {
  const target = open();
  const found = await target.schemaRoles(schemaId);
  assert.ok('value' in found);
  assert.deepEqual(
    found.value.map(({ name, actors }) => [name, actors]),
    [
      ['Object Schema Managers', []],
      ['Object Schema Developers', []],
      ['Object Schema Users', [{ kind: 'group', id: 'it-admins' }]],
    ],
  );
});

test('roles of a type name people as the site calls them, and whoever is named has them afterwards', async () => {
  const target = open();
  const ofType = await target.typeRoles(String(city.id));
  assert.ok('value' in ofType);
  const developers = ofType.value.find(({ name }) => name.endsWith('Developers'))!;
  assert.equal(developers.typeId, String(city.id));
  const person = developers.actors[0]!;
  assert.equal(person.name, site.person(person.id)!.displayName);
  const other = [...site.users.keys()].find((id) => id !== person.id)!;
  await target.setRole(developers.id, [
    { kind: 'user', id: other },
    { kind: 'group', id: 'it-admins' },
  ]);
  const [, after] = site.roles.ofType(city);
  assert.deepEqual([after?.users, after?.groups], [[other], ['it-admins']]);
});

test('whatever a site answers in the place of roles is a reason', async () => {
  for (const absence of ABSENCES) {
    settings.absent = { roles: absence };
    const found = await open().schemaRoles(schemaId);
    assert.ok('unavailable' in found);
    const said = absence === 'odd' ? 'unknown format' : `status ${absence}`;
    assert.ok(found.unavailable.includes(said), found.unavailable);
  }
});

test('a role that cannot be read takes no other with it', async () => {
  const path = '/config/role/';
  const change = (member: string) => ({ member, to: 'null' }) as const;
  const byName = change('Object Schema Users');
  settings.faults = [{ path, kind: 'change', probability: 1, changes: [byName, change('actors')] }];
  const found = await open().schemaRoles(schemaId);
  settings.faults = [];
  assert.ok('value' in found);
  assert.deepEqual(
    found.value.map(({ name, actors }) => [name, actors]),
    [
      ['Object Schema Managers', []],
      ['Object Schema Developers', []],
    ],
  );
});

test('what a role is refused to hold is a reason', async () => {
  const target = open();
  const found = await target.schemaRoles(schemaId);
  assert.ok('value' in found);
  const set = await target.setRole(found.value[0]?.id ?? '', [{ kind: 'group', id: 'nobody' }]);
  assert.ok('unavailable' in set && set.unavailable.includes('nobody'));
});

test('an attribute is put in its place among those of its type', async () => {
  const names = () => site.ownAttributes(city.id).map(({ name }) => name);
  const last = site.ownAttributes(city.id).at(-1);
  await open().moveAttribute(String(city.id), String(last?.id), 1);
  assert.equal(names().indexOf(last?.name ?? ''), 1);
  settings.absent = { 'attribute-order': 404 };
  const refused = await open().moveAttribute(String(city.id), String(last?.id), 0);
  assert.ok('unavailable' in refused && refused.unavailable.includes('404'));
});

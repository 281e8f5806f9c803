import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callerOn } from '../../support/simulator/caller-on.ts';
import { writableSite } from '../../support/simulator/writable-site.ts';

const { simulator, site, typeNamed, idsOf, call, make, valuesOf, create } = await writableSite();

test('only who manages a schema changes its structure, and the right can be taken half-way', async () => {
  const user = callerOn(simulator, 'user');
  const named = {
    name: 'Village',
    iconId: '1',
    objectSchemaId: String(typeNamed('City').schemaId),
  };
  assert.equal((await user('POST', '/objecttype/create', named)).status, 403);
  assert.equal(
    (await user('POST', '/objectschema/create', { name: 'Mine', objectSchemaKey: 'MINE' })).status,
    403,
  );
  assert.equal((await user('GET', '/objectschema/list')).json.values[0].canManage, false);
  site().schemas.get(typeNamed('City').schemaId)!.managers = ['user@example.com'];
  assert.equal((await user('POST', '/objecttype/create', named)).status, 201);
  assert.equal((await user('GET', '/objectschema/list')).json.values[0].canManage, true);
  await call('POST', '/_simulator/permit', { email: 'admin@example.com', manages: false });
  assert.equal((await make('City', { name: 'Code' })).status, 403);
  assert.equal((await create('City', { Name: ['still'] })).status, 201);
  await call('POST', '/_simulator/permit', { email: 'admin@example.com', manages: true });
  assert.equal((await make('City', { name: 'Code' })).status, 201);
});

test('who sees a schema writes its objects, unless the schema says otherwise', async () => {
  const user = callerOn(simulator, 'user');
  assert.equal(
    (await user('POST', '/object/create', valuesOf('City', { Name: ['Uma'] }))).status,
    201,
  );
  site().schemas.get(typeNamed('City').schemaId)!.readOnlyFor = ['user@example.com'];
  assert.equal(
    (await user('POST', '/object/create', valuesOf('City', { Name: ['Uma'] }))).status,
    403,
  );
  assert.equal(
    (await user('PUT', `/object/${idsOf('City')[0]}`, valuesOf('City', { Name: ['Uma'] }))).status,
    403,
  );
  await call('POST', '/_simulator/permit', { email: 'admin@example.com', writes: false });
  assert.equal((await create('City', { Name: ['Ada'] })).status, 403);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertWriteRefused, writableSite } from '../support/simulator/writable-site.ts';

const { simulator, site, typeNamed, attributeNamed, idsOf, call, make, create, update } =
  await writableSite();

test('the number in a key is the object’s id, or counts within the schema', async () => {
  const { json } = await create('City', { Name: ['Oslo'] });
  assert.equal(json.objectKey, `TINY-${json.id}`);
  simulator.settings.keyNumbers = 'count';
  simulator.world.reset('tiny', 0);
  assert.equal((await create('City', { Name: ['Oslo'] })).json.objectKey, 'TINY-21');
});

test('a created object is answered without values, an updated one with them', async () => {
  const created = (await create('City', { Name: ['Oslo'] })).json;
  assert.deepEqual([created.label, created.attributes], ['Oslo', undefined]);
  const updated = (await update(Number(created.id), 'City', { Name: ['Bergen'] })).json;
  assert.ok(updated.attributes.length > 0);
  simulator.settings.createdWithValues = true;
  assert.ok((await create('City', { Name: ['Oslo'] })).json.attributes.length > 0);
});

test('what is deleted or set is answered with an empty 200', async () => {
  const code = (await make('City', { name: 'Code' })).json;
  const status = (await call('POST', '/config/statustype', { name: 'Lost', category: 0 })).json;
  const schemaId = typeNamed('City').schemaId;
  for (const [method, path] of [
    ['DELETE', `/objecttypeattribute/${code.id}`],
    ['DELETE', `/config/statustype/${status.id}`],
    ['POST', `/global/config/objectschema/${schemaId}/property`],
  ] as const)
    assert.deepEqual(
      await call(method, path, { allowOtherObjectSchema: true }),
      { status: 200, json: undefined },
      path,
    );
  simulator.settings.emptyStatus = 204;
  const again = (await make('City', { name: 'Code' })).json;
  assert.equal((await call('DELETE', `/objecttypeattribute/${again.id}`)).status, 204);
});

test('the type above is named by a text, or by a number', async () => {
  const made = await call('POST', '/objecttype/create', {
    name: 'Capital',
    iconId: '1',
    objectSchemaId: String(typeNamed('City').schemaId),
    parentObjectTypeId: typeNamed('City').id,
  });
  assert.equal(made.json.parentObjectTypeId, String(typeNamed('City').id));
  simulator.settings.parentIdAs = 'number';
  const read = await call('GET', `/objecttype/${made.json.id}`);
  assert.equal(read.json.parentObjectTypeId, typeNamed('City').id);
});

test('objects, their attributes and the definitions beside a page hold what only newer answers do', async () => {
  const page = async () =>
    (await call('POST', '/object/aql?includeAttributes=true', { qlQuery: 'objectType = City' }))
      .json;
  const [city] = (await page()).values;
  assert.equal(city.name, city.label);
  assert.equal(city.attributes[0].objectId, city.id);
  assert.equal(typeof city.avatar.mediaClientConfig.fileId, 'string');
  assert.equal((await page()).objectTypeAttributes[0].objectType.name, 'City');
  simulator.settings.extraMembers = false;
  const older = await page();
  assert.deepEqual(
    [
      older.values[0].name,
      older.values[0].attributes[0].objectId,
      older.values[0].avatar.mediaClientConfig,
      older.objectTypeAttributes[0].objectType,
    ],
    [undefined, undefined, undefined, undefined],
  );
});

test('the filter of a reference attribute is listed under both names, or one, and taken under either', async () => {
  const city = attributeNamed(typeNamed('Office').id, 'City');
  const path = `/objecttypeattribute/${typeNamed('Office').id}/${city.id}`;
  const filters = async (body: object): Promise<unknown[]> => {
    const { json } = await call('PUT', path, body);
    return [json.qlQuery, json.iql];
  };
  assert.deepEqual(await filters({ iql: 'Name = Oslo' }), ['Name = Oslo', 'Name = Oslo']);
  simulator.settings.filterNames = 'iql';
  assert.deepEqual(await filters({ qlQuery: 'Name = Rome' }), [undefined, 'Name = Rome']);
  simulator.settings.filterNames = 'qlQuery';
  assert.deepEqual(await filters({}), ['Name = Rome', undefined]);
});

test('statuses carry the ids of their workspace', async () => {
  const first = async () => (await call('GET', '/config/statustype')).json[0];
  const status = await first();
  assert.deepEqual(
    [status.workspaceId, status.globalId],
    [simulator.workspaceId, `${simulator.workspaceId}:${status.id}`],
  );
  simulator.settings.statusOfWorkspace = false;
  assert.equal((await first()).workspaceId, undefined);
});

test('a reference attribute is listed with its type, or known by what it refers to', async () => {
  const listed = async () =>
    (await call('GET', `/objecttype/${typeNamed('Office').id}/attributes?query=City`)).json[0];
  assert.equal((await listed()).type, 1);
  simulator.settings.omitReferenceType = true;
  assert.deepEqual(
    [(await listed()).type, (await listed()).referenceObjectTypeId],
    [undefined, String(typeNamed('City').id)],
  );
});

test('new types have the name first under the last id, or the key first, and always the four', () => {
  const orders = new Set<string>();
  for (let at = 0; at < 4; at += 1) {
    const type = site().addType(typeNamed('City').schemaId, `New ${at}`);
    const own = site().ownAttributes(type.id);
    assert.deepEqual(
      own.map(({ position }) => position),
      [0, 1, 2, 3],
    );
    const byId = own.toSorted((a, b) => a.id - b.id);
    orders.add([own, byId].map((list) => list.map(({ name }) => name).join()).join(' | '));
    site().addAttribute(type.id, 'Later');
    assert.equal(site().ownAttributes(type.id).at(-1)!.name, 'Later');
  }
  assert.deepEqual(
    orders,
    new Set([
      'Name,Key,Created,Updated | Key,Created,Updated,Name',
      'Key,Name,Created,Updated | Key,Name,Created,Updated',
    ]),
  );
  simulator.settings.autoAttributes = 'fixed';
  const types = [1, 2].map((at) => site().addType(typeNamed('City').schemaId, `Fixed ${at}`));
  for (const { id } of types) assert.equal(site().ownAttributes(id)[0]!.name, 'Key');
});

test('a status has to be one that the attribute allows', async () => {
  const [first, second] = [...site().statuses.values()];
  await make('City', {
    name: 'State',
    type: 7,
    defaultTypeId: undefined,
    typeValueMulti: [String(first!.id)],
  });
  const inState = (id: number) => create('City', { Name: ['Oslo'], State: [String(id)] });
  assert.equal((await inState(first!.id)).status, 201);
  await assertWriteRefused(inState(second!.id), /restrictions/);
  simulator.settings.allowedStatuses = false;
  assert.equal((await inState(second!.id)).status, 201);
});

test('a URL begins with http, an integer has 32 bits, an address is one of IPv4', async () => {
  await make('City', { name: 'Site', defaultTypeId: 7 });
  await make('City', { name: 'People', defaultTypeId: 1 });
  await make('City', { name: 'Host', defaultTypeId: 11 });
  const refused: [Record<string, string[]>, RegExp][] = [
    [{ Site: ['ftp://example.com'] }, /not a URL/],
    [{ Site: ['example.com'] }, /not a URL/],
    [{ People: ['2147483648'] }, /32 bits/],
    [{ People: ['-2147483649'] }, /32 bits/],
    [{ Host: ['2001:db8::1'] }, /IPv4/],
  ];
  for (const [values, why] of refused)
    await assertWriteRefused(create('City', { Name: ['Oslo'], ...values }), why);
  const edge = { Site: ['HTTPS://example.com'], People: ['-2147483648'], Host: ['10.0.0.1'] };
  assert.equal((await create('City', { Name: ['Oslo'], ...edge })).status, 201);
  simulator.settings.strictValues = false;
  for (const [values] of refused)
    assert.equal((await create('City', { Name: ['Oslo'], ...values })).status, 201);
});

test('nobody changes the structure of a schema that a product of Atlassian manages', async () => {
  const schema = site().requireSchema(typeNamed('City').schemaId);
  schema.managed = true;
  assert.equal((await call('GET', `/objectschema/${schema.id}`)).json.canManage, false);
  assert.equal((await make('City', { name: 'Code' })).status, 403);
  assert.equal((await call('DELETE', `/objectschema/${schema.id}`)).status, 403);
  assert.equal(idsOf('City').length, 3);
});

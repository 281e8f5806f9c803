import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { DEFAULT_SETTINGS } from '../../simulator/world/settings.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { callerOn } from './caller-on.ts';

let time = Date.parse('2026-11-24T08:00:00Z');
const nextMoment = (): number => {
  time += 1;
  return time;
};
const simulator = await startSimulator({ seed: 'tiny', now: nextMoment });
after(() => simulator.close());
const call = callerOn(simulator);
beforeEach(() => {
  simulator.world.reset('tiny', 0);
  Object.assign(simulator.settings, structuredClone(DEFAULT_SETTINGS));
});

const site = () => simulator.world.site;
const typeNamed = (name: string) => [...site().types.values()].find((type) => type.name === name)!;
const attributeNamed = (typeId: number, name: string) =>
  site()
    .attributesOf(typeId)
    .find((attribute) => attribute.name === name)!;
const idsOf = (name: string) => site().objects.idsOfType(typeNamed(name).id);
const make = (type: string, body: object) =>
  call('POST', `/objecttypeattribute/${typeNamed(type).id}`, {
    type: 0,
    defaultTypeId: 0,
    ...body,
  });
const change = (type: string, attribute: string, body: object) =>
  call(
    'PUT',
    `/objecttypeattribute/${typeNamed(type).id}/${attributeNamed(typeNamed(type).id, attribute).id}`,
    body,
  );
const valuesOf = (type: string, values: Record<string, string[]>): object => ({
  objectTypeId: String(typeNamed(type).id),
  attributes: Object.entries(values).map(([name, list]) => ({
    objectTypeAttributeId: String(attributeNamed(typeNamed(type).id, name).id),
    objectAttributeValues: list.map((value) => ({ value })),
  })),
});
const create = (type: string, values: Record<string, string[]>) =>
  call('POST', '/object/create', valuesOf(type, values));
const update = (id: number, type: string, values: Record<string, string[]>) =>
  call('PUT', `/object/${id}`, valuesOf(type, values));

async function refused(answer: ReturnType<typeof call>, pattern: RegExp): Promise<void> {
  const { status, json } = await answer;
  assert.equal(status, 400, JSON.stringify(json).slice(0, 200));
  assert.match(JSON.stringify(json), pattern);
}

test('a type has room for two unique attributes, those of its parents among them', async () => {
  assert.equal((await make('City', { name: 'First', uniqueAttribute: true })).status, 201);
  assert.equal((await make('City', { name: 'Second', uniqueAttribute: true })).status, 201);
  await refused(make('City', { name: 'Third', uniqueAttribute: true }), /uniqueAttribute/);
  assert.equal((await make('City', { name: 'Third' })).status, 201);
  await refused(change('City', 'Third', { uniqueAttribute: true }), /uniqueAttribute/);
  assert.equal((await change('City', 'Second', { uniqueAttribute: true })).status, 200);
  const schemaId = String(typeNamed('City').schemaId);
  const parent = (
    await call('POST', '/objecttype/create', {
      name: 'Parent',
      iconId: '1',
      objectSchemaId: schemaId,
      inherited: true,
    })
  ).json;
  await call('POST', '/objecttype/create', {
    name: 'Child',
    iconId: '1',
    objectSchemaId: schemaId,
    parentObjectTypeId: parent.id,
  });
  for (const name of ['A', 'B'])
    assert.equal((await make('Child', { name, uniqueAttribute: true })).status, 201);
  await refused(make('Parent', { name: 'C', uniqueAttribute: true }), /uniqueAttribute/);
});

test('a unique value is refused a second time, and free again when its object lets go of it', async () => {
  await make('City', { name: 'Code', uniqueAttribute: true });
  const { json } = await create('City', { Name: ['One'], Code: ['x'] });
  await refused(create('City', { Name: ['Two'], Code: ['x'] }), /has duplicated value/);
  assert.equal((await update(json.id, 'City', { Code: ['x'] })).status, 200);
  assert.equal((await update(json.id, 'City', { Code: ['y'] })).status, 200);
  assert.equal((await create('City', { Name: ['Two'], Code: ['x'] })).status, 201);
  await call('DELETE', `/object/${json.id}`);
  assert.equal((await create('City', { Name: ['Three'], Code: ['y'] })).status, 201);
});

test('an attribute does not become unique over objects that have the same value', async () => {
  await refused(change('City', 'Name', { uniqueAttribute: true }), /same value/);
  await update(idsOf('City')[2]!, 'City', { Name: ['Melbourne'] });
  assert.equal((await change('City', 'Name', { uniqueAttribute: true })).status, 200);
  await refused(create('City', { Name: ['Berlin'] }), /duplicated/);
});

test('where uniqueness is checked against the index, it sees what was there that long ago', async () => {
  Object.assign(simulator.settings, { uniqueCheck: 'index', indexDelayMs: 60_000 });
  await make('City', { name: 'Code', uniqueAttribute: true });
  assert.equal((await create('City', { Name: ['One'], Code: ['x'] })).status, 201);
  assert.equal((await create('City', { Name: ['Two'], Code: ['x'] })).status, 201);
  simulator.settings.indexDelayMs = 0;
  await refused(create('City', { Name: ['Three'], Code: ['x'] }), /duplicated/);
  const [one] = site().indexes.withValue(attributeNamed(typeNamed('City').id, 'Code').id, 'x');
  time += 10_000;
  simulator.settings.indexDelayMs = 5_000;
  await update(one!, 'City', { Code: ['free'] });
  await update(
    site().indexes.withValue(attributeNamed(typeNamed('City').id, 'Code').id, 'x')[0]!,
    'City',
    { Code: ['also free'] },
  );
  await refused(create('City', { Name: ['Four'], Code: ['x'] }), /duplicated/);
});

test('the label moves to the attribute that is marked', async () => {
  await make('City', { name: 'Title' });
  await update(idsOf('City')[0]!, 'City', { Title: ['Emerald City'] });
  assert.equal((await change('City', 'Title', { label: true })).json.label, true);
  const { json } = await call('GET', `/objecttype/${typeNamed('City').id}/attributes`);
  assert.deepEqual(
    json
      .filter((attribute: { label: boolean }) => attribute.label)
      .map((attribute: { name: string }) => attribute.name),
    ['Title'],
  );
  assert.equal((await call('GET', `/object/${idsOf('City')[0]}`)).json.label, 'Emerald City');
  assert.equal(
    (
      await call(
        'DELETE',
        `/objecttypeattribute/${attributeNamed(typeNamed('City').id, 'Title').id}`,
      )
    ).status,
    400,
  );
});

test('a removed attribute takes its values away, and the search knows at once', async () => {
  const query = { qlQuery: 'Title = "Emerald City"' };
  await make('City', { name: 'Title' });
  const { id } = attributeNamed(typeNamed('City').id, 'Title');
  await update(idsOf('City')[0]!, 'City', { Title: ['Emerald City'] });
  assert.equal((await call('POST', '/object/aql/totalcount', query)).json.totalCount, 1);
  assert.equal((await call('DELETE', `/objecttypeattribute/${id}`)).status, 204);
  assert.equal((await call('POST', '/object/aql/totalcount', query)).json.totalCount, 0);
  assert.equal(site().objects.get(idsOf('City')[0]!)!.values[id], undefined);
});

test('attributes keep to their rules when they are made and changed', async () => {
  await refused(make('Office', { name: 'Owner' }), /Name has to be unique/);
  await refused(change('Office', 'Owner', { name: 'Team' }), /Name has to be unique/);
  await refused(make('Office', { name: 'Bad', regexValidation: '(' }), /regexValidation/);
  await refused(make('Office', { name: 'Bad', defaultTypeId: undefined }), /defaultTypeId/);
  await refused(
    make('Office', { name: 'Bad', type: 1, typeValue: '99999', additionalValue: '1' }),
    /typeValue/,
  );
  await refused(
    make('Office', {
      name: 'Bad',
      type: 1,
      typeValue: String(typeNamed('City').id),
      additionalValue: '1',
      qlQuery: 'Name =',
    }),
    /qlQuery/,
  );
  await refused(
    make('Office', { name: 'Bad', minimumCardinality: 3, maximumCardinality: 2 }),
    /maximumCardinality/,
  );
  await refused(change('Office', 'Key', { name: 'Number' }), /system/);
  assert.equal(
    (await make('Office', { name: 'Page', type: 3, defaultTypeId: undefined })).status,
    201,
  );
  simulator.settings.rareAttributeTypes = false;
  await refused(
    make('Office', { name: 'Other page', type: 3, defaultTypeId: undefined }),
    /cannot be made/,
  );
});

test('cardinalities are not tightened over objects that break them', async () => {
  const people = [...site().users.keys()];
  await update(idsOf('Office')[0]!, 'Office', { Owner: people.slice(0, 2) });
  await refused(change('Office', 'Owner', { maximumCardinality: 1 }), /more values/);
  assert.equal((await change('Office', 'Owner', { maximumCardinality: 2 })).status, 200);
  await refused(change('Office', 'Owner', { minimumCardinality: 2 }), /fewer values/);
  assert.equal((await change('Office', 'Owner', { minimumCardinality: 1 })).status, 200);
  await refused(update(idsOf('Office')[0]!, 'Office', { Owner: [] }), /is required/);
  simulator.settings.tightenChecked = false;
  assert.equal((await change('Office', 'Owner', { minimumCardinality: 2 })).status, 200);
});

test('values keep to the shape, the options and the groups of their attribute', async () => {
  await make('City', { name: 'Mail', defaultTypeId: 8 });
  await make('City', { name: 'Size', defaultTypeId: 10, options: 'small, large' });
  await make('City', { name: 'Since', defaultTypeId: 6 });
  await make('City', {
    name: 'Mayor',
    type: 2,
    typeValueMulti: ['it-admins'],
    defaultTypeId: undefined,
  });
  const mayor = [...site().users.keys()][0]!;
  await refused(create('City', { Name: ['x'.repeat(256)] }), /less than 255/);
  await refused(create('City', { Name: ['a'], Mail: ['nobody'] }), /not an email/);
  await refused(create('City', { Name: ['a'], Size: ['medium'] }), /Invalid values/);
  await refused(
    create('City', { Name: ['a'], Since: ['12/Oct/24 3:00 PM'] }),
    /not a date with a time/,
  );
  assert.equal(
    (
      await create('City', {
        Name: ['x'.repeat(255)],
        Mail: ['a@example.com'],
        Size: ['large'],
        Mayor: [mayor],
      })
    ).status,
    201,
  );
  simulator.settings.userGroups = true;
  site().users.get(mayor)!.groups = [];
  await refused(create('City', { Name: ['a'], Mayor: [mayor] }), /User\(s\).*restrictions/);
  site().users.get(mayor)!.groups = ['it-admins'];
  assert.equal((await create('City', { Name: ['a'], Mayor: [mayor] })).status, 201);
  simulator.settings.textMax = 10;
  await refused(create('City', { Name: ['eleven char'] }), /less than 10/);
});

test('an object of another schema, or one that the filter leaves out, is refused where the switches say so', async () => {
  const other = (
    await call('POST', '/objectschema/create', { name: 'Other', objectSchemaKey: 'OTHER' })
  ).json;
  await call('POST', '/objecttype/create', {
    name: 'Visitor',
    iconId: '1',
    objectSchemaId: other.id,
  });
  const link = [...site().referenceTypes.values()][0]!;
  await make('Visitor', {
    name: 'City',
    type: 1,
    defaultTypeId: undefined,
    typeValue: String(typeNamed('City').id),
    additionalValue: String(link.id),
    qlQuery: 'Name = Berlin',
  });
  const [sydney, berlin] = idsOf('City');
  const visit = (city: number) => create('Visitor', { Name: ['Vic'], City: [String(city)] });
  assert.equal((await visit(sydney!)).status, 201);
  simulator.settings.filterChecked = true;
  await refused(visit(sydney!), /restrictions/);
  simulator.settings.otherSchemaChecked = true;
  await refused(visit(berlin!), /refers to the schema/);
  await call('POST', `/global/config/objectschema/${typeNamed('City').schemaId}/property`, {
    allowOtherObjectSchema: true,
  });
  assert.equal((await visit(berlin!)).status, 201);
});

test('types, statuses and reference types keep to their rules', async () => {
  const schemaId = String(typeNamed('City').schemaId);
  const other = (
    await call('POST', '/objectschema/create', { name: 'Other', objectSchemaKey: 'OTHER' })
  ).json;
  await refused(
    call('POST', '/objectschema/create', { name: 'Other', objectSchemaKey: 'TINY' }),
    /name.*objectSchemaKey/,
  );
  await refused(
    call('POST', '/objecttype/create', { name: 'City', iconId: '1', objectSchemaId: schemaId }),
    /Name has to be unique/,
  );
  await refused(
    call('POST', '/objecttype/create', { name: 'Village', objectSchemaId: schemaId }),
    /iconId/,
  );
  await refused(
    call('POST', '/objecttype/create', {
      name: 'Village',
      iconId: 'no-such',
      objectSchemaId: schemaId,
    }),
    /iconId/,
  );
  await refused(
    call('POST', '/objecttype/create', {
      name: 'Village',
      iconId: '1',
      objectSchemaId: other.id,
      parentObjectTypeId: String(typeNamed('City').id),
    }),
    /parent/,
  );
  const village = (
    await call('POST', '/objecttype/create', {
      name: 'Village',
      iconId: '1',
      objectSchemaId: schemaId,
      parentObjectTypeId: String(typeNamed('City').id),
      abstractObjectType: true,
      inherited: true,
    })
  ).json;
  assert.deepEqual([village.abstractObjectType, village.inherited], [true, true]);
  await refused(create('Village', { Name: ['a'] }), /abstract/);
  await refused(
    call('POST', `/objecttype/${typeNamed('City').id}/position`, {
      toObjectTypeId: village.id,
      position: 0,
    }),
    /below itself/,
  );
  assert.equal(
    (await call('POST', '/config/referencetype', { name: 'Near', objectSchemaId: schemaId }))
      .status,
    201,
  );
  await refused(
    call('POST', '/config/referencetype', { name: 'Near', objectSchemaId: schemaId }),
    /unique/,
  );
  assert.equal((await call('POST', '/config/referencetype', { name: 'Near' })).status, 201);
  await refused(call('POST', '/config/statustype', { name: 'Active', category: 1 }), /unique/);
  assert.equal(
    (
      await call('POST', '/config/statustype', {
        name: 'Active',
        category: 2,
        objectSchemaId: schemaId,
      })
    ).status,
    201,
  );
  await refused(call('POST', '/config/statustype', { name: 'x'.repeat(31), category: 1 }), /30/);
  await refused(call('POST', '/config/statustype', { name: 'Odd' }), /category/);
});

test('beyond the quota no object is made', async () => {
  simulator.settings.objectQuota = site().objects.size + 1;
  assert.equal((await create('City', { Name: ['last'] })).status, 201);
  await refused(create('City', { Name: ['one more'] }), /maximum number of objects/);
});

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

test('the hundred thousandth unique object costs what the first one does', () => {
  const { id } = site().addAttribute(typeNamed('City').id, 'Code', { unique: true });
  assert.deepEqual(site().indexes.withValue(id, 'c1'), []);
  const startedAt = performance.now();
  for (let at = 0; at < 100_000; at += 1)
    if (site().indexes.withValue(id, `c${at}`).length === 0)
      site().addObject(typeNamed('City').id, { [id]: [`c${at}`] }, 1);
  assert.equal(site().objects.size, 100_020);
  assert.ok(performance.now() - startedAt < 5_000);
});

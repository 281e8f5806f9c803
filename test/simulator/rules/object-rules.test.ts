import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertWriteRefused, writableSite } from '../../support/simulator/writable-site.ts';

const { simulator, site, typeNamed, idsOf, call, make, create } = await writableSite();

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
  await assertWriteRefused(create('City', { Name: ['x'.repeat(256)] }), /less than 255/);
  await assertWriteRefused(create('City', { Name: ['a'], Mail: ['nobody'] }), /not an email/);
  await assertWriteRefused(create('City', { Name: ['a'], Size: ['medium'] }), /Invalid values/);
  await assertWriteRefused(
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
  await assertWriteRefused(
    create('City', { Name: ['a'], Mayor: [mayor] }),
    /User\(s\).*restrictions/,
  );
  site().users.get(mayor)!.groups = ['it-admins'];
  assert.equal((await create('City', { Name: ['a'], Mayor: [mayor] })).status, 201);
  simulator.settings.textMax = 10;
  await assertWriteRefused(create('City', { Name: ['eleven char'] }), /less than 10/);
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
  await assertWriteRefused(visit(sydney!), /restrictions/);
  simulator.settings.otherSchemaChecked = true;
  await assertWriteRefused(visit(berlin!), /refers to the schema/);
  await call('POST', `/global/config/objectschema/${typeNamed('City').schemaId}/property`, {
    allowOtherObjectSchema: true,
  });
  assert.equal((await visit(berlin!)).status, 201);
});

test('beyond the quota no object is made', async () => {
  simulator.settings.objectQuota = site().objects.size + 1;
  assert.equal((await create('City', { Name: ['last'] })).status, 201);
  await assertWriteRefused(create('City', { Name: ['one more'] }), /maximum number of objects/);
});

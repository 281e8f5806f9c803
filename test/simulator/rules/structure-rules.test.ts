import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertWriteRefused, writableSite } from '../../support/simulator/writable-site.ts';

const { simulator, site, typeNamed, attributeNamed, idsOf, call, make, change, create, update } =
  await writableSite();

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
  assert.equal((await call('DELETE', `/objecttypeattribute/${id}`)).status, 200);
  assert.equal((await call('POST', '/object/aql/totalcount', query)).json.totalCount, 0);
  assert.equal(site().objects.get(idsOf('City')[0]!)!.values[id], undefined);
});

test('attributes keep to their rules when they are made and changed', async () => {
  await assertWriteRefused(make('Office', { name: 'Owner' }), /Name has to be unique/);
  await assertWriteRefused(change('Office', 'Owner', { name: 'Team' }), /Name has to be unique/);
  await assertWriteRefused(
    make('Office', { name: 'Bad', regexValidation: '(' }),
    /regexValidation/,
  );
  await assertWriteRefused(
    make('Office', { name: 'Bad', defaultTypeId: undefined }),
    /defaultTypeId/,
  );
  await assertWriteRefused(
    make('Office', { name: 'Bad', type: 1, typeValue: '99999', additionalValue: '1' }),
    /typeValue/,
  );
  await assertWriteRefused(
    make('Office', {
      name: 'Bad',
      type: 1,
      typeValue: String(typeNamed('City').id),
      additionalValue: '1',
      qlQuery: 'Name =',
    }),
    /qlQuery/,
  );
  await assertWriteRefused(
    make('Office', { name: 'Bad', minimumCardinality: 3, maximumCardinality: 2 }),
    /maximumCardinality/,
  );
  await assertWriteRefused(change('Office', 'Key', { name: 'Number' }), /system/);
  assert.equal(
    (await make('Office', { name: 'Page', type: 3, defaultTypeId: undefined })).status,
    201,
  );
  simulator.settings.rareAttributeTypes = false;
  await assertWriteRefused(
    make('Office', { name: 'Other page', type: 3, defaultTypeId: undefined }),
    /cannot be made/,
  );
});

test('cardinalities are not tightened over objects that break them', async () => {
  const people = [...site().users.keys()];
  await update(idsOf('Office')[0]!, 'Office', { Owner: people.slice(0, 2) });
  await assertWriteRefused(change('Office', 'Owner', { maximumCardinality: 1 }), /more values/);
  assert.equal((await change('Office', 'Owner', { maximumCardinality: 2 })).status, 200);
  await assertWriteRefused(change('Office', 'Owner', { minimumCardinality: 2 }), /fewer values/);
  assert.equal((await change('Office', 'Owner', { minimumCardinality: 1 })).status, 200);
  await assertWriteRefused(update(idsOf('Office')[0]!, 'Office', { Owner: [] }), /is required/);
  simulator.settings.tightenChecked = false;
  assert.equal((await change('Office', 'Owner', { minimumCardinality: 2 })).status, 200);
});

test('object types keep to their rules', async () => {
  const schemaId = String(typeNamed('City').schemaId);
  const other = (
    await call('POST', '/objectschema/create', { name: 'Other', objectSchemaKey: 'OTHER' })
  ).json;
  await assertWriteRefused(
    call('POST', '/objectschema/create', { name: 'Other', objectSchemaKey: 'TINY' }),
    /name.*objectSchemaKey/,
  );
  await assertWriteRefused(
    call('POST', '/objecttype/create', { name: 'City', iconId: '1', objectSchemaId: schemaId }),
    /Name has to be unique/,
  );
  await assertWriteRefused(
    call('POST', '/objecttype/create', { name: 'Village', objectSchemaId: schemaId }),
    /iconId/,
  );
  await assertWriteRefused(
    call('POST', '/objecttype/create', {
      name: 'Village',
      iconId: 'no-such',
      objectSchemaId: schemaId,
    }),
    /iconId/,
  );
  await assertWriteRefused(
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
  await assertWriteRefused(create('Village', { Name: ['a'] }), /abstract/);
  await assertWriteRefused(
    call('POST', `/objecttype/${typeNamed('City').id}/position`, {
      toObjectTypeId: village.id,
      position: 0,
    }),
    /below itself/,
  );
});

test('statuses and reference types keep to their rules', async () => {
  const schemaId = String(typeNamed('City').schemaId);
  assert.equal(
    (await call('POST', '/config/referencetype', { name: 'Near', objectSchemaId: schemaId }))
      .status,
    201,
  );
  await assertWriteRefused(
    call('POST', '/config/referencetype', { name: 'Near', objectSchemaId: schemaId }),
    /unique/,
  );
  assert.equal((await call('POST', '/config/referencetype', { name: 'Near' })).status, 201);
  await assertWriteRefused(
    call('POST', '/config/statustype', { name: 'Active', category: 1 }),
    /unique/,
  );
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
  await assertWriteRefused(
    call('POST', '/config/statustype', { name: 'x'.repeat(31), category: 1 }),
    /30/,
  );
  await assertWriteRefused(call('POST', '/config/statustype', { name: 'Odd' }), /category/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertWriteRefused, writableSite } from '../../support/simulator/writable-site.ts';
import { processorTimer } from '../../support/processor-timer.ts';

const {
  simulator,
  letTimePass,
  site,
  typeNamed,
  attributeNamed,
  idsOf,
  call,
  make,
  change,
  create,
  update,
} = await writableSite();

test('a type has room for two unique attributes, those of its parents among them', async () => {
  assert.equal((await make('City', { name: 'First', uniqueAttribute: true })).status, 201);
  assert.equal((await make('City', { name: 'Second', uniqueAttribute: true })).status, 201);
  await assertWriteRefused(
    make('City', { name: 'Third', uniqueAttribute: true }),
    /uniqueAttribute/,
  );
  assert.equal((await make('City', { name: 'Third' })).status, 201);
  await assertWriteRefused(change('City', 'Third', { uniqueAttribute: true }), /uniqueAttribute/);
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
  await assertWriteRefused(make('Parent', { name: 'C', uniqueAttribute: true }), /uniqueAttribute/);
});

test('a unique value is refused a second time, and free again when its object lets go of it', async () => {
  await make('City', { name: 'Code', uniqueAttribute: true });
  const { json } = await create('City', { Name: ['One'], Code: ['x'] });
  await assertWriteRefused(create('City', { Name: ['Two'], Code: ['x'] }), /has duplicated value/);
  assert.equal((await update(json.id, 'City', { Code: ['x'] })).status, 200);
  assert.equal((await update(json.id, 'City', { Code: ['y'] })).status, 200);
  assert.equal((await create('City', { Name: ['Two'], Code: ['x'] })).status, 201);
  await call('DELETE', `/object/${json.id}`);
  assert.equal((await create('City', { Name: ['Three'], Code: ['y'] })).status, 201);
});

test('an attribute does not become unique over objects that have the same value', async () => {
  await assertWriteRefused(change('City', 'Name', { uniqueAttribute: true }), /same value/);
  await update(idsOf('City')[2]!, 'City', { Name: ['Melbourne'] });
  assert.equal((await change('City', 'Name', { uniqueAttribute: true })).status, 200);
  await assertWriteRefused(create('City', { Name: ['Berlin'] }), /duplicated/);
});

test('where uniqueness is checked against the index, it sees what was there that long ago', async () => {
  Object.assign(simulator.settings, { uniqueCheck: 'index', indexDelayMs: 60_000 });
  await make('City', { name: 'Code', uniqueAttribute: true });
  assert.equal((await create('City', { Name: ['One'], Code: ['x'] })).status, 201);
  assert.equal((await create('City', { Name: ['Two'], Code: ['x'] })).status, 201);
  simulator.settings.indexDelayMs = 0;
  await assertWriteRefused(create('City', { Name: ['Three'], Code: ['x'] }), /duplicated/);
  const [one] = site().indexes.withValue(attributeNamed(typeNamed('City').id, 'Code').id, 'x');
  letTimePass(10_000);
  simulator.settings.indexDelayMs = 5_000;
  await update(one!, 'City', { Code: ['free'] });
  await update(
    site().indexes.withValue(attributeNamed(typeNamed('City').id, 'Code').id, 'x')[0]!,
    'City',
    { Code: ['also free'] },
  );
  await assertWriteRefused(create('City', { Name: ['Four'], Code: ['x'] }), /duplicated/);
});

test('the hundred thousandth unique object costs what the first one does', () => {
  const { id } = site().addAttribute(typeNamed('City').id, 'Code', { unique: true });
  assert.deepEqual(site().indexes.withValue(id, 'c1'), []);
  const tookMs = processorTimer();
  for (let at = 0; at < 100_000; at += 1)
    if (site().indexes.withValue(id, `c${at}`).length === 0)
      site().addObject(typeNamed('City').id, { [id]: [`c${at}`] }, 1);
  assert.equal(site().objects.size, 100_020);
  assert.ok(tookMs() < 5_000);
});

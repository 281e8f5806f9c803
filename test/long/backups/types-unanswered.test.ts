import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import type { Backup } from '../../../src/core/backups/backup.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }], { patienceMs: 300 });
await rig.work();
const { settings, site } = rig.here.world;
const schemaId = rig.schemaId('Tiny');
const objectCount = site.objects.size;
const list = `/objectschema/${schemaId}/objecttypes/flat$`;

async function backUp(): Promise<Backup> {
  const id = await rig.backUp('Tiny');
  return rig.stores.backups.get(rig.tenant, id);
}

const partOf = ({ parts }: Backup, wanted: string) => parts.find(({ name }) => name === wanted);

const EMPTY_TYPE = 'Nothing here';
const isEmptyType = (type: object): boolean => 'path' in type && type.path === EMPTY_TYPE;

/** A new schema like it, from a backup made while the site doesn't list its types. */
async function restoreUnlisted(name: string, key: string) {
  settings.faults = [{ path: list, kind: '500', probability: 1 }];
  const backup = await backUp();
  settings.faults = [];
  const structure = partOf(backup, 'structure');
  assert.equal(structure?.status, 'incomplete');
  assert.match(structure?.message ?? '', /^The list of object types couldn't be read\./);
  const [vault] = await rig.stores.storages.all(rig.tenant);
  assert.deepEqual((await vault!.verify(backup, {})).damage, []);
  const { facts } = await rig.restore(backup.id, { ...NEW_SCHEMA, schema: { name, key } });
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 0]);
  return canonicalSchema(site, rig.schemaId(name), { schemaName: false });
}

test('a schema whose types the site never lists is restored, but for types without objects', async () => {
  const { types, ...before } = canonicalSchema(site, schemaId, { schemaName: false });
  assert.ok(types.some(isEmptyType));
  const expected = { ...before, types: types.filter((type) => !isEmptyType(type)) };
  assert.deepEqual(await restoreUnlisted('Gathered', 'GATH'), expected);
});

test('after a good backup, it is restored with them', async () => {
  await backUp();
  const before = canonicalSchema(site, schemaId, { schemaName: false });
  assert.deepEqual(await restoreUnlisted('Remembered', 'REME'), before);
});

test('into a schema whose types the site never lists, what is missing is restored', async () => {
  const backup = await rig.backUp('Tiny');
  const office = site.typesOf(schemaId).find(({ name }) => name === 'Office')!;
  site.objects.remove(site.objects.idsOfType(office.id)[0]!, site.now());
  settings.faults = [{ path: list, kind: '500', probability: 1 }];
  const { facts, plan } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: { id: String(schemaId) },
    existing: 'missing',
  });
  settings.faults = [];
  assert.deepEqual([facts.created, facts.failed], [1, 0]);
  assert.match(plan.notes[0] ?? '', /^The destination's list of object types couldn't be read\./);
});

const ANSWERS = [
  { name: 'null' },
  { name: 'error-body' },
  { name: 'maintenance-page' },
  { name: 'login-redirect' },
  { name: 'unauthorized' },
  { name: 'forbidden' },
  { name: 'not-found' },
  { text: '[]' },
  { text: '[{"name":"Office"}]' },
] as const;

for (const answer of ANSWERS)
  test(`a list of types that is always answered so ends no backup: ${JSON.stringify(answer)}`, async () => {
    settings.faults = [{ path: list, kind: 'answer', ...answer, probability: 1 }];
    const backup = await backUp();
    settings.faults = [];
    assert.equal(partOf(backup, 'objects')?.counts['object'], objectCount);
    assert.equal(partOf(backup, 'structure')?.status, 'incomplete');
  });

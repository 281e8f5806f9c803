import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { AdminSession } from '../../scripts/admin-session.ts';
import { backUp, ok, verify } from '../../scripts/demo-steps.ts';
import { checkRestore, planRestore, runRestore } from '../../scripts/restore-steps.ts';
import { runId } from '../../src/core/kernel/ids.ts';
import type { BackupDocument } from '../../src/storage/stores/backups/backup-document.ts';
import { assertShownAsBefore } from './shown/assert-shown-as-before.ts';
import type { StoredBackup } from './fixtures/expected.ts';
import { FixtureService, gridSchema, listBackupIds } from './service/fixture-service.ts';
import { readExpected } from './fixtures/load-fixture.ts';
import { atRest, untilRow } from './service/page-steps.ts';
import { prepareSites } from './fixtures/prepare-sites.ts';

const { backups: old, open } = readExpected('everyday').documents;
const prepared = await prepareSites('everyday');
after(() => prepared.close());

const oldOf = (schema: string): StoredBackup[] =>
  old.filter(({ schemaName }) => schemaName === schema);

test('this version shows what the old one showed', () => assertShownAsBefore('everyday', prepared));

interface Opened {
  running: FixtureService;
  admin: AdminSession;
}
let opening: Promise<Opened> | undefined;
/** The service continues the database from the second test on: the first one only looks. */
function opened(): Promise<Opened> {
  opening ??= (async () => {
    const running = await FixtureService.start('everyday', prepared, { uninstalledAt: new Date() });
    return { running, admin: await running.install(0) };
  })();
  return opening;
}
after(async () => (await opening)?.running.close());

const backupOf = async (id: string): Promise<BackupDocument> => {
  const { running } = await opened();
  const backups = running.service.collection<BackupDocument>('backups');
  const found = await backups.findOne({ _id: runId(id) });
  assert.ok(found, `the backup ${id} is there`);
  return found;
};

test('the backup that was running goes on from its checkpoint', async () => {
  const { running, admin } = await opened();
  const [killed] = open;
  assert.ok(killed);
  const [base] = oldOf('People');
  await untilRow(admin, await gridSchema(admin, 'People'), atRest);
  assert.deepEqual(await running.endOf(killed.id), {
    state: 'complete',
    fence: killed.fence + 1,
  });
  const backup = await backupOf(killed.id);
  assert.deepEqual([backup.state, backup.baseId], ['complete', base?.id]);
  assert.ok(backup.storedBytes < (base?.storedBytes ?? 0) / 2, `${backup.storedBytes} bytes`);
  await verify(admin, killed.id);
  assert.deepEqual((await backupOf(base?.id ?? '')).pins, []);
});

test('every old backup is sound', async () => {
  const { admin } = await opened();
  for (const { id } of old) await verify(admin, id);
});

test('a new backup leans on the last old one and adds little', async () => {
  const { admin } = await opened();
  const offices = await gridSchema(admin, 'Offices');
  const last = oldOf('Offices').at(-1);
  const { backupId } = await backUp(admin, offices);
  const backup = await backupOf(backupId);
  assert.equal(backup.baseId, last?.id);
  // The seed has changed a few values since.
  assert.ok(backup.storedBytes < backup.contentBytes / 4, `${backup.storedBytes} bytes`);
  await verify(admin, backupId);
});

test('an old backup is deleted, and those that lean on it stay sound', async () => {
  const { admin } = await opened();
  const offices = await gridSchema(admin, 'Offices');
  const [first] = oldOf('Offices');
  assert.ok(first);
  const left = (await listBackupIds(admin, offices)).filter((id) => id !== first.id);
  ok('Delete', await admin.post(`/app/backups/${first.id}/delete`, { name: 'Offices' }));
  await untilRow(admin, offices, (text) => text.includes(`${left.length} backups`));
  assert.deepEqual(await listBackupIds(admin, offices), left);
  for (const id of left) await verify(admin, id);
});

for (const schema of ['Offices', 'Services'])
  test(`an old backup of ${schema} is restored into a new schema`, async () => {
    const { admin } = await opened();
    const backup = oldOf(schema).at(-1);
    const plan = await planRestore(admin, backup?.id ?? '');
    const { id, sums } = await runRestore(admin, plan.id);
    assert.equal(sums['Objects created'] ?? sums['Created'], String(backup?.objects));
    await checkRestore(admin, id);
  });

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Connection } from 'mongoose';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { until, type AdminSession } from '../../../scripts/admin-session.ts';
import { backUp, setUp, verify } from '../../../scripts/demo-steps.ts';
import { restoreEnded } from '../../../scripts/restore-steps.ts';
import { assertShownAsBefore } from '../../compat/shown/assert-shown-as-before.ts';
import type { StoredBackup, StoredRun } from '../../compat/fixtures/expected.ts';
import { FixtureService, gridSchema, listBackupIds } from '../../compat/service/fixture-service.ts';
import { readExpected } from '../../compat/fixtures/load-fixture.ts';
import { atRest, untilRow } from '../../compat/service/page-steps.ts';
import { prepareSites } from '../../compat/fixtures/prepare-sites.ts';

interface StoredLine {
  sourceId: string;
  targetId: string;
}

const [BUSY, LEFT, APART] = [0, 1, 2];
const DAY_MS = 86_400_000;
const { backups: old, open, tenants } = readExpected('interrupted').documents;
const prepared = await prepareSites('interrupted');
after(() => prepared.close());

const oldOf = (schema: string): StoredBackup[] =>
  old.filter(({ schemaName }) => schemaName === schema);

function openRun(kind: string, state: string, at: number): StoredRun {
  const ofTenant = open.filter(({ tenantId }) => tenantId === tenants[at]?.id);
  const found = ofTenant.find((run) => run.kind === kind && run.state === state);
  assert.ok(found, `a ${kind} that is ${state}`);
  return found;
}

test('this version shows what the old one showed', () =>
  assertShownAsBefore('interrupted', prepared));

interface Opened {
  running: FixtureService;
  admin: AdminSession;
}
let opening: Promise<Opened> | undefined;
/** The service continues the database from the second test on: the first one only looks. */
function opened(): Promise<Opened> {
  opening ??= (async () => {
    const running = await FixtureService.start('interrupted', prepared, {
      uninstalledAt: new Date(),
    });
    return { running, admin: await running.install(BUSY) };
  })();
  return opening;
}
after(async () => (await opening)?.running.close());

const removed = (run: StoredRun): Promise<true> =>
  until(`the end of ${run.kind}`, async () => {
    const { running } = await opened();
    return ['complete', undefined].includes((await running.endOf(run.id))?.state) || undefined;
  });

/** Where each object went, by the lines of the version that was killed and those of this one. */
async function targetsOf(service: Connection, restoreId: string): Promise<Map<string, string>> {
  const ofRun = { runId: restoreId };
  const single = await service.collection<StoredLine>('restore_lines').find(ofRun).toArray();
  const blocks = await service
    .collection<{ ids: string[]; lines: { targetId: string }[] }>('restore_line_blocks')
    .find(ofRun, { sort: { order: 1 } })
    .toArray();
  return new Map([
    ...single.map(({ sourceId, targetId }) => [sourceId, targetId] as const),
    ...blocks.flatMap(({ ids, lines }) =>
      ids.map((id, at) => [id, String(lines[at]?.targetId)] as const),
    ),
  ]);
}

test('the restore that was killed comes to its end, with every object once', async () => {
  const { running, admin } = await opened();
  const restore = openRun('restore', 'running', BUSY);
  const html = await restoreEnded(admin, restore.id);
  assert.match(html, /Restore complete/);
  const site = prepared.sites[BUSY]?.world.site;
  assert.ok(site);
  const content = (name: string) => {
    const schema = [...site.schemas.values()].find((each) => each.name === name);
    assert.ok(schema, `the schema ${name}`);
    const { objects } = canonicalSchema(site, schema.id);
    return objects.map((each) => `${each.type} ${each.name}`).sort();
  };
  assert.deepEqual(content('Offices (restored)'), content('Offices'));
  const targets = [...(await targetsOf(running.service, restore.id)).values()];
  assert.equal(targets.length, oldOf('Offices')[0]?.objects);
  assert.equal(new Set(targets).size, targets.length, 'no two lines name one object');
});

test('the deletion that waited for the restore is done then', async () => {
  const { admin } = await opened();
  await removed(openRun('delete-backup', 'running', BUSY));
  assert.deepEqual(await listBackupIds(admin, await gridSchema(admin, 'Offices')), []);
});

test('the backup that was killed twice goes on from its checkpoint', async () => {
  const { running, admin } = await opened();
  const run = openRun('backup', 'running', BUSY);
  const computers = await gridSchema(admin, 'Computers');
  await untilRow(admin, computers, atRest);
  assert.deepEqual(await running.endOf(run.id), { state: 'complete', fence: run.fence + 1 });
  const packs = await running.packsOf(run.id);
  assert.ok(packs.includes('data of 1'), 'what was saved is used');
  assert.deepEqual(
    packs.filter((pack) => pack.startsWith('spill')),
    [],
  );
  assert.deepEqual(await listBackupIds(admin, computers), [run.id]);
  await verify(admin, run.id);
});

test('what was queued is done', async () => {
  const { running, admin } = await opened();
  const queued = openRun('backup', 'queued', BUSY);
  const [older, newer] = oldOf('Services');
  const services = await gridSchema(admin, 'Services');
  await untilRow(admin, services, atRest);
  await removed(openRun('delete-backup', 'queued', BUSY));
  await removed(openRun('delete-schema', 'queued', BUSY));
  assert.deepEqual(await listBackupIds(admin, services), [queued.id, newer?.id]);
  for (const id of await listBackupIds(admin, services)) await verify(admin, id);
  assert.ok((await running.packsOf(older?.id ?? '-')).includes('data of 1'), 'what others use');
  const licences = oldOf('Licences')[0]?.id ?? '-';
  assert.deepEqual(await running.packsOf(licences), []);
  await assert.rejects(gridSchema(admin, 'Licences'));
});

test('a site that comes back within its days of grace has its backups', async () => {
  const { running } = await opened();
  const stopping = openRun('backup', 'running', LEFT);
  const back = await running.install(LEFT);
  const tiny = await gridSchema(back, 'Tiny');
  await untilRow(back, tiny, atRest);
  assert.equal((await running.endOf(stopping.id))?.state, 'stopped');
  const ids = await listBackupIds(back, tiny);
  assert.deepEqual(
    ids,
    oldOf('Tiny')
      .map(({ id }) => id)
      .reverse(),
  );
  for (const id of ids) await verify(back, id);
});

test('a site whose connection was deleted is connected again, and goes on', async () => {
  const { running } = await opened();
  const apart = await running.install(APART);
  await setUp(apart);
  const left = await gridSchema(apart, 'Left');
  const [last] = oldOf('Left');
  const first = await backUp(apart, left);
  const again = await backUp(apart, left);
  assert.deepEqual(await listBackupIds(apart, left), [again.backupId, first.backupId, last?.id]);
  // The old version kept no roles: the first new backup stores those, and nothing else again.
  const [added, before] = [first.backupId, last?.id ?? ''];
  assert.deepEqual(await running.packsOf(added), ['data of 1', 'segment of 1']);
  const [roles, all] = [await running.dataBytesOf(added), await running.dataBytesOf(before)];
  assert.ok(roles < all / 4, `${roles} bytes of roles, ${all} in the old backup`);
  assert.deepEqual(await running.packsOf(again.backupId), []);
  await verify(apart, last?.id ?? '');
});

test('an uninstalled site whose days of grace are over leaves nothing behind', async () => {
  const uninstalledAt = new Date(Date.now() - 31 * DAY_MS);
  const running = await FixtureService.start('interrupted', prepared, { uninstalledAt });
  after(() => running.close());
  const tenantId = tenants[LEFT]?.id;
  const left = async (): Promise<string[]> => {
    const names: string[] = [];
    for (const database of [running.service, running.storage])
      for (const { name } of await database.listCollections()) {
        // These say, without a word of the site, when to purge again, and that the key is gone.
        if (name === 'tenants' || name === 'tenant_keys') continue;
        const mine = { $or: [{ tenantId }, { _id: tenantId as never }] };
        if (await database.collection(name).findOne(mine)) names.push(name);
      }
    return names;
  };
  await until('the purge', async () => ((await left()).length === 0 ? true : undefined));
  const backups = await running.service.collection('backups').countDocuments({});
  assert.ok(backups > 0, 'the backups of others are there');
});

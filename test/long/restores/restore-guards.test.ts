import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import { DeleteBackup } from '../../../src/core/backups/delete/delete-backup.ts';
import { InvalidInput, NotFound } from '../../../src/core/kernel/errors.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { restoreFacts } from '../../support/restores/restore-facts.ts';
import { replanOf } from '../../../src/core/restores/write/run-restore.ts';
import type { RestorePlan } from '../../../src/core/restores/plan/restore-plan.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

/** What the site holds back is not given up before the test lets it go. */
const UNHURRIED_MS = 120_000;
const rig = await RestoreRig.start([{ seed: 'tiny' }], { requestTimeoutMs: UNHURRIED_MS });
await rig.work();
const { world } = rig.here;
const { site, settings } = world;
const { tenant, by, restores, restorePlans } = rig;
const { runs } = rig.stores;
const backup = await rig.backUp('Tiny');
const asBackedUp = canonicalSchema(site, rig.schemaId('Tiny'));
const tiny = { ...NEW_SCHEMA, schema: { id: String(rig.schemaId('Tiny')) } };
const offices = () => {
  const type = site.typesOf(rig.schemaId('Tiny')).find(({ name }) => name === 'Office')!;
  return site.objects.idsOfType(type.id).map((id) => site.objects.get(id)!);
};
const changeOne = (text: string): void => {
  const [first] = offices();
  site.updateObject(first!, { [attributeId(site, first!.typeId, 'Opened')]: [text] });
};
const code =
  (expected: string) =>
  (error: unknown): boolean =>
    (error as { code?: string }).code === expected;
const begin = async (planId: RunId): Promise<RunId> =>
  (await restorePlans.start(await restorePlans.get(tenant, planId), [], by)).id;
/** Resolves as soon as a look says yes. */
async function until(look: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !look();) {
    if (Date.now() > deadline) throw new Error(`in vain: ${String(look)}`);
    await rig.clock.sleep(2);
  }
}

test('a name or key that is taken is refused when it is typed; one taken after that blocks the plan', async () => {
  await assert.rejects(
    restorePlans.request(
      tenant,
      backup,
      { ...NEW_SCHEMA, schema: { name: 'tiny', key: 'TINY' } },
      by,
    ),
    (error: unknown) =>
      error instanceof InvalidInput && Object.keys(error.fields).sort().join() === 'key,name',
  );
  await assert.rejects(
    restorePlans.request(tenant, backup, { ...tiny, typeIds: [] }, by),
    InvalidInput,
  );
  await assert.rejects(
    restorePlans.request(tenant, backup, { ...NEW_SCHEMA, schema: { id: '987654' } }, by),
    InvalidInput,
  );
  await rig.idle();
  const { id } = await restorePlans.request(
    tenant,
    backup,
    { ...NEW_SCHEMA, schema: { name: 'Wanted', key: 'WANTED' } },
    by,
  );
  await assert.rejects(begin(id), code('plan-unfinished'));
  const other = site.addSchema('Wanted', 'WANTED');
  await rig.work();
  await rig.complete(id);
  const { plan } = await restorePlans.get(tenant, id);
  assert.equal(plan!.blockers.length, 2);
  await assert.rejects(begin(id), code('plan-blocked'));
  site.deleteSchema(other.id);
  const again = await rig.complete((await restorePlans.repeat(tenant, id, by)).id);
  assert.deepEqual((await restorePlans.get(tenant, again.id)).plan!.blockers, []);
});

test('a site that changes between plan and run is not written to: a new plan is made, which runs', async () => {
  changeOne('2001-01-01');
  const { id: planId, plan } = await rig.plan(backup, tiny);
  assert.equal(plan.objects.update, 1);
  changeOne('2002-02-02');
  world.stats.reset();
  const failed = await rig.ended(await begin(planId));
  assert.deepEqual([failed.state, failed.errorCode], ['failed', 'plan-changed']);
  const writes = Object.keys(world.stats.json.byTemplate).filter((template) =>
    /^(PUT|DELETE)|create/.test(template),
  );
  assert.deepEqual(writes, []);
  await rig.complete(replanOf(failed.id));
  const plan2 = await restorePlans.get(tenant, replanOf(failed.id));
  assert.equal(plan2.plan!.objects.update, 1);
  const resumed = await rig.ended((await restores.resume(tenant, failed.id, by)).id);
  assert.equal(
    resumed.errorCode,
    'plan-changed',
    'the old one does not run, however often it is tried',
  );
  await rig.complete(await begin(replanOf(failed.id)));
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny')), asBackedUp);
});

test('the same site gives the same plan twice', async () => {
  const [first, second] = [await rig.plan(backup, tiny), await rig.plan(backup, tiny)];
  assert.deepEqual(second.plan, first.plan);
});

test('while a restore writes to a schema neither another restore nor a backup works on it, and its backup is not deleted under it', async () => {
  const [doomed, kept] = [await rig.backUp('Tiny'), await rig.backUp('Tiny')];
  for (const each of offices().slice(0, 6)) site.objects.remove(each.id, site.now());
  const plans = [(await rig.plan(doomed, tiny)).id, (await rig.plan(kept, tiny)).id] as const;
  const size = site.objects.size;
  settings.faults = [{ kind: 'hold', path: 'object/create', probability: 1, skip: 1, times: 1 }];
  const running = await begin(plans[0]);
  await until(() => site.objects.size > size);
  const backups = new Backups({
    clock: rig.clock,
    backups: rig.stores.backups,
    runs,
    catalog: rig.stores.catalog,
    sites: rig.stores.sites,
  });
  const schema = (await rig.stores.catalog.all(tenant, rig.source.id)).find(
    ({ name }) => name === 'Tiny',
  )!;
  await assert.rejects(backups.request(tenant, schema.id, by), code('backup-open'));
  const second = await rig.ended(await begin(plans[1]));
  assert.deepEqual([second.state, second.errorCode], ['failed', 'target-occupied']);
  assert.match(second.message!, /^Another restore is writing to this schema\./);
  await backups.requestDelete(tenant, doomed, 'Tiny', by);
  await assert.rejects(backups.get(tenant, doomed), NotFound);
  const lease = {
    run: { tenantId: tenant, backupId: doomed },
    signal: new AbortController().signal,
    report: async () => undefined,
  } as never;
  const deletion = new DeleteBackup({
    clock: rig.clock,
    backups: rig.stores.backups,
    runs,
    catalog: rig.stores.catalog,
    storages: rig.stores.storages,
  });
  await assert.rejects(deletion.work(lease), code('backup-in-use'));
  await rig.idle();
  await assert.rejects(deletion.work(lease), code('backup-in-use'));
  settings.faults = [];
  await rig.work(); // another worker takes it up, though its backup is to be deleted
  await rig.complete(running);
  await deletion.work(lease);
  await assert.rejects(rig.stores.backups.get(tenant, doomed), NotFound);
  const again = await rig.ended((await restores.resume(tenant, second.id, by)).id);
  assert.equal(
    again.errorCode,
    'plan-changed',
    'the other one may go on, and sees what the first has written',
  );
  await rig.backUp('Tiny');
});

test('a schema that a restore is making is its own as well: another restore into it waits', async () => {
  const { id: planId } = await rig.plan(backup, {
    ...NEW_SCHEMA,
    schema: { name: 'In the making', key: 'MAKING' },
  });
  settings.faults = [{ kind: 'hold', path: 'object/create', probability: 1, times: 1 }];
  const running = await begin(planId);
  const isMade = () => [...site.schemas.values()].some(({ name }) => name === 'In the making');
  await until(() => isMade() && site.typesOf(rig.schemaId('In the making')).length > 0);
  const { id } = await rig.plan(backup, {
    ...NEW_SCHEMA,
    schema: { id: String(rig.schemaId('In the making')) },
  });
  const second = await rig.ended(await begin(id));
  assert.equal(second.errorCode, 'target-occupied');
  assert.equal((await runs.get(tenant, running)).state, 'running');
  settings.faults = [];
  await rig.complete(running);
  assert.deepEqual(
    canonicalSchema(site, rig.schemaId('In the making'), { schemaName: false }),
    canonicalSchema(site, rig.schemaId('Tiny'), { schemaName: false }),
  );
});

test('a quota that is full ends the restore with what fitted; it goes on when there is room, and nothing is made twice', async () => {
  const { id: planId, plan } = await rig.plan(backup, {
    ...NEW_SCHEMA,
    schema: { name: 'Large', key: 'LARGE' },
  });
  assert.deepEqual(plan.quota!.after - plan.quota!.before, 20);
  settings.objectQuota = site.objects.size + 7;
  const full = await rig.ended(await begin(planId));
  assert.deepEqual([full.state, full.errorCode], ['failed', 'quota-full']);
  assert.equal(site.objectCount(rig.schemaId('Large')), 7);
  settings.objectQuota = 0;
  const done = restoreFacts(await rig.complete((await restores.resume(tenant, full.id, by)).id));
  assert.deepEqual(
    [done.created, done.objectWrites],
    [20, 20],
    'what was written before it failed is counted',
  );
  assert.deepEqual(
    canonicalSchema(site, rig.schemaId('Large'), { schemaName: false }),
    canonicalSchema(site, rig.schemaId('Tiny'), { schemaName: false }),
  );
});

const countsAddUp = (plan: RestorePlan): void => {
  assert.equal(
    plan.types.reduce((sum, { objects }) => sum + objects, 0),
    plan.objects.create + plan.objects.update + plan.objects.leave,
  );
  assert.ok(plan.calls >= plan.objects.create + plan.objects.update);
};

const SWITCHES: [string, Partial<typeof settings>][] = [
  ['no search by id', { keyset: false }],
  ['global definitions in the listings of a schema', { typesIncludeGlobals: true }],
  ['attributes without their type', { omitType: true }],
  ['isLast as a string', { isLastAsString: true }],
  ['creates that answer 200', { createStatus: 200 }],
  ['statuses searched by name', { statusSearchValue: 'name', statusByName: false }],
  ['definitions inside of values', { nestedDefinitions: true }],
  ['a lagging search', { indexDelayMs: 60 }],
  ['unique values by the index', { uniqueCheck: 'index', indexDelayMs: 60 }],
];
for (const [at, [what, changes]] of SWITCHES.entries()) {
  test(`a site with ${what}: backed up, restored as new and into that once more`, async () => {
    const before = { ...settings };
    Object.assign(settings, changes);
    const made = await rig.backUp('Tiny');
    const { plan, facts } = await rig.restore(made, {
      ...NEW_SCHEMA,
      schema: { name: `Switch ${at}`, key: `SWITCH${at}` },
    });
    countsAddUp(plan);
    assert.deepEqual(
      [facts.created, facts.failed, facts.valuesLeftOut, facts.notes],
      [20, 0, 0, []],
    );
    const id = rig.schemaId(`Switch ${at}`);
    assert.deepEqual(
      canonicalSchema(site, id, { schemaName: false }),
      canonicalSchema(site, rig.schemaId('Tiny'), { schemaName: false }),
    );
    if (settings.indexDelayMs > 0) await rig.clock.sleep(settings.indexDelayMs * 2);
    const again = await rig.restore(made, { ...NEW_SCHEMA, schema: { id: String(id) } });
    countsAddUp(again.plan);
    assert.deepEqual([again.facts.writes, again.facts.left], [0, 20]);
    Object.assign(settings, before);
  });
}

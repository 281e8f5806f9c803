import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MongoCatalogStore } from '../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { lifecycleCall } from '../../support/doors/lifecycle-call.ts';
import { done, iso, NOTHING, type Stores, nightlyRig } from '../../support/sites/nightly-site.ts';

const DAY = 86_400_000;
const { fireSlots, nightlySite, stores } = await nightlyRig();
const { catalog, sites, schedules, tenants } = stores;

test('a schema that was deleted from Assets waits, and goes on when it is there again, without what passed', async () => {
  const {
    clock,
    round,
    scheduledRuns: made,
    schedule,
    slots,
    tenantId,
    catalogId,
    forget,
  } = await nightlySite();
  await catalog.setStatus(tenantId, [catalogId], 'deleted');
  for (let night = 0; night < 2; night += 1) {
    await clock.step(DAY);
    assert.deepEqual(await round(), { ...NOTHING, waited: 1 });
    assert.deepEqual(await round(), NOTHING);
  }
  assert.deepEqual((await schedule()).waiting, {
    since: new Date('2026-11-24T02:00Z'),
    slots: 2,
    why: 'schema-deleted',
  });
  await catalog.setStatus(tenantId, [catalogId], 'active');
  assert.deepEqual([await round(), await made(), await slots()], [NOTHING, [], []]);
  await clock.step(DAY);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  assert.deepEqual(
    (await slots()).map((slot) => [iso(slot.at), slot.missed]),
    [['2026-11-26T02:00', 2]],
  );
  assert.equal((await schedule()).waiting, undefined);
  await forget();
});

test('a schema that the account does not see is tried: its backup says why it fails', async () => {
  const { clock, round, tenantId, catalogId, forget } = await nightlySite();
  await catalog.setStatus(tenantId, [catalogId], 'not-visible');
  await clock.step(DAY);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  await forget();
});

test('an uninstalled site waits, and goes on when it is installed again within the days of grace', async () => {
  const { clock, round, scheduledRuns: made, schedule, clientKey, forget } = await nightlySite();
  await tenants.uninstall(clientKey, lifecycleCall());
  await clock.step(2 * DAY);
  assert.deepEqual(await round(), { ...NOTHING, waited: 1 });
  assert.deepEqual(
    [(await schedule()).waiting?.slots, (await schedule()).waiting?.why],
    [2, 'uninstalled'],
  );
  const secret = 'another-0123456789';
  const installation = { key: clientKey, siteUrl: 'https://a.atlassian.net', secret };
  await tenants.install(installation, lifecycleCall());
  assert.deepEqual([await round(), await made()], [NOTHING, []]);
  await clock.step(DAY);
  assert.deepEqual(await round(), { ...NOTHING, queued: 1 });
  await forget();
});

test('without a connection a schedule switches itself off and says why', async () => {
  const site = await nightlySite();
  const { clock, round, schedule, scheduledRuns: made, tenantId, siteId, forget } = site;
  await sites.disconnect(tenantId, siteId);
  await clock.step(DAY);
  assert.deepEqual(await round(), NOTHING);
  const { on, cron, switchedOff, nextSlotAt } = await schedule();
  assert.deepEqual(
    [on, cron, switchedOff, nextSlotAt, await made()],
    [false, '0 2 * * *', 'connection-deleted', undefined, []],
  );
  await clock.step(DAY);
  assert.deepEqual(await round(), NOTHING);
  await forget();
});

test('a schema that is no longer in the catalog takes its schedule with it', async () => {
  const { clock, round, tenantId, catalogId, scheduledRuns: made } = await nightlySite();
  await catalog.remove(tenantId, catalogId);
  await clock.step(DAY);
  assert.deepEqual(await round(), NOTHING);
  assert.deepEqual([await schedules.get(tenantId, catalogId), await made()], [undefined, []]);
});

test('a schedule that cannot be dealt with holds nobody up, and is tried again', async () => {
  const { clock, forget, ids, scheduledRuns: made } = await nightlySite(['A', 'B', 'C']);
  await clock.step(DAY);
  const broken: Stores = {
    ...stores,
    catalog: Object.assign(Object.create(catalog) as MongoCatalogStore, {
      get: async (...[tenantId, id]: Parameters<MongoCatalogStore['get']>) => {
        if (id === ids[1]) throw new Error('broken');
        return catalog.get(tenantId, id);
      },
      occupy: catalog.occupy.bind(catalog),
      vacate: catalog.vacate.bind(catalog),
    }),
  };
  const { failed, queued } = await fireSlots(clock, broken).round();
  assert.deepEqual(
    [queued, failed.map(({ schedule, error }) => [schedule.catalogId, (error as Error).message])],
    [2, [[ids[1], 'broken']]],
  );
  assert.deepEqual(done(await fireSlots(clock).round()), { ...NOTHING, queued: 1 });
  assert.equal((await made()).length, 3);
  await forget();
});

import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HealRuns } from '../../../src/core/use-cases/upkeep/heal-runs.ts';
import { DEATHS, dying } from '../../support/processes/dying.ts';
import { iso, type NightlySite, nightlyRig } from '../../support/sites/nightly-site.ts';

const HOUR = 3_600_000;
const { connection, fireSlots, nightlySite, stores } = await nightlyRig();
const { catalog, runs } = stores;

/** What holds, wherever the first replica died: one slot, dealt with once, and nothing in hand. */
async function assertOnce(
  { slots, scheduledRuns: made, schedule, activeRun }: NightlySite,
  skipped: boolean,
  name: string,
): Promise<void> {
  const [slot, ...more] = await slots();
  const found = await schedule();
  assert.deepEqual(more, [], name);
  assert.deepEqual(
    [iso(slot!.at), slot!.skipped !== undefined],
    ['2026-11-24T02:00', skipped],
    name,
  );
  assert.deepEqual(
    (await made()).map((run) => run.id),
    skipped ? [] : [slot!.runId],
    name,
  );
  assert.deepEqual([found.firing, iso(found.nextSlotAt)], [undefined, '2026-11-25T02:00'], name);
  if (!skipped) assert.equal(await activeRun(), slot!.runId, name);
}

/** How the schema stands when its slot comes. */
const BEFORE: Record<string, { skipped: boolean; prepare: (on: NightlySite) => Promise<void> }> = {
  free: { skipped: false, prepare: async () => undefined },
  'taken by an open backup': {
    skipped: true,
    prepare: async ({ backUp }) => {
      await backUp();
    },
  },
  'taken by a backup that has ended': {
    skipped: false,
    prepare: async ({ backUp, end }) => {
      await backUp();
      await end('failed', false);
    },
  },
};

for (const [situation, { skipped, prepare }] of Object.entries(BEFORE)) {
  for (const how of DEATHS) {
    test(`a slot of a schema that is ${situation} is dealt with once, whichever write of its replica ${how} being done`, async () => {
      for (let at = 1; ; at += 1) {
        const here = await nightlySite();
        const {
          clock,
          round,
          forget,
          end,
          scheduledRuns: made,
          tenantId,
          catalogId,
          activeRun,
        } = here;
        await prepare(here);
        await clock.step(14 * HOUR);
        const { died, wake } = await dying(stores, at, how, (use) => fireSlots(clock, use).round());
        if (!died) {
          assert.ok(at > 4, `only ${at} writes were tried`);
          await forget();
          break;
        }
        const name = `write ${at} ${how}`;
        await round();
        await round();
        await assertOnce(here, skipped, name);
        if (how.startsWith('stalls')) {
          // Meanwhile the backup is made, deleted, and both lists are emptied: the one that wakes
          // finds nothing of it.
          await end();
          for (const run of await made()) await runs.remove(tenantId, [run.id]);
          if (!skipped) await connection.collection('slots').deleteMany({ catalogId });
          await wake();
          await round();
          assert.deepEqual(
            [
              await runs.open(tenantId),
              await made(),
              await activeRun(),
              (await here.schedule()).firing,
            ],
            [[], [], undefined, undefined],
            name,
          );
        }
        await forget();
      }
    });
  }
}

test('housekeeping that gives a schema free between taking and queueing makes no second run of the slot', async () => {
  const here = await nightlySite();
  const { clock, round, forget, activeRun, backUp } = here;
  await clock.step(14 * HOUR);
  // Noted, and not queued yet.
  const { wake } = await dying(stores, 4, 'stalls before', (use) => fireSlots(clock, use).round());
  const id = await activeRun();
  const heal = new HealRuns({
    backups: new MongoBackupStore(connection),
    catalog,
    runs,
    handlers: [],
  });
  const healed = [(await heal.round()).done, (await heal.round()).done];
  assert.deepEqual([...healed, await activeRun()], [0, 1, undefined]);
  const manual = await backUp();
  await wake();
  await round();
  assert.deepEqual(
    (await here.scheduledRuns()).map((run) => run.id),
    [id],
  );
  assert.equal(await activeRun(), manual.id, 'the manual one keeps the schema');
  assert.equal((await here.slots()).length, 1);
  await forget();
});

import { backupKind } from '../../../src/core/backups/backup-kind.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as moment } from 'node:timers/promises';
import { Random } from '../../../simulator/kernel/random.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { AdminSession, until } from '../../../scripts/admin-session.ts';
import { install, setUp, sync } from '../../../scripts/demo-steps.ts';
import { countRecords } from '../../../src/core/backups/backup.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { tenantId, type CatalogId, type TenantId } from '../../../src/core/kernel/ids.ts';
import { parseCronRule } from '../../../src/core/schedules/cron-rule.ts';
import { slotsAfter } from '../../../src/core/schedules/next-slot.ts';
import { MAX_TAKEOVERS } from '../../../src/core/runs/max-takeovers.ts';
import type { Run } from '../../../src/core/runs/run.ts';
import { changeSchedule, type Slot } from '../../../src/core/schedules/schedule.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoScheduleStore } from '../../../src/storage/stores/mongo-schedule-store.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { testKeyRing } from '../../support/test-key-ring.ts';
import { ReplicaProcesses } from '../../support/processes/replica-processes.ts';
import { RunningApp } from '../../support/running-app.ts';
import { plantSmallSchemas } from '../../support/sites/plant-small-schemas.ts';
import { testSecrets } from '../../support/test-secrets.ts';
import { randomSeed } from '../../support/random-runs.ts';

const LONG = Boolean(process.env['TEST_LONG']);
const [SLOTS, KILLS, STALLS] = LONG ? [400, 24, 12] : [12, 1, 1];
const REPLICAS = 3;
const MINUTE = 60_000;
/** Two minutes of the schedules in a second of ours, a tick. */
const SPEED = 120;
const SKIPPED = 'The previous backup was still queued or running.';
/** In the long run schemas come due at many different moments, in the short one often. */
const RULES = LONG
  ? [
      '*/2 * * * *',
      '*/3 * * * *',
      '*/5 * * * *',
      '* * * * *',
      '1-59/7 * * * *',
      '0,4,9,13,30,31 * * * *',
    ]
  : ['*/2 * * * *', '*/3 * * * *', '*/5 * * * *', '* * * * *', '1-59/4 * * * *'];
const seed = randomSeed();
const random = new Random(seed);
const skew = (): number => random.below(6) * MINUTE + random.below(MINUTE);

const simulator = await startSimulator({ seed: 'tiny', settings: { latencyMs: 10 } });
plantSmallSchemas(
  simulator,
  RULES.map((rule) => `Every ${rule}`),
);
const running = new RunningApp(simulator, await testDatabaseUri(), {
  BIND_ADDRESS: '127.0.0.1',
  MINIMUM_INTERVAL_MINUTES: '1',
});
const replicas = new ReplicaProcesses(
  running.env({ CLOCK_START: String(Date.now()), CLOCK_SPEED: String(SPEED) }),
);
const [service, storage] = await Promise.all([
  connectDatabase(running.uri, running.databases.service),
  connectDatabase(running.uri, running.databases.storage),
]);
after(async () => {
  await replicas.close();
  await Promise.all([service.close(), storage.close()]);
  await running.close();
});
const schedules = new MongoScheduleStore(service);
const runs = new MongoRunStore(service, new RunCodec(runKinds, testSecrets(service)));
const backups = new MongoBackupStore(service);
const keys = new TenantKeys(service, testKeyRing(running.env()['KEY_RING']!));
const storages = serviceStorages(storage, keys);

/** A schema that is backed up by a rule, and its first slot. */
type Scheduled = { id: CatalogId; name: string; cron: string; first: Date };
type Disturbed = { kills: number; stalls: number };

/** Sets the site up through the pages of the first replica. */
async function schedule(): Promise<Scheduled[]> {
  const url = await replicas.start(0, skew());
  const admin = new AdminSession(simulator.url, url);
  await install(simulator.url, url);
  await setUp(admin);
  const schemas = (await sync(admin)).filter(({ name }) => name.startsWith('Every '));
  await Promise.all(
    Array.from({ length: REPLICAS - 1 }, (_none, index) => replicas.start(index + 1, skew())),
  );
  return Promise.all(
    schemas.map(async ({ id, name }) => {
      const cron = name.replace('Every ', '');
      const { events } = await admin.post(`/app/schemas/${id}/schedule`, {
        on: 'on',
        cron,
        timeZone: 'UTC',
        revision: '0',
      });
      assert.ok('close-dialog' in events, `${name} was saved`);
      const stored = await service
        .collection<{ _id: string; savedAt: Date }>('schedules')
        .findOne({ _id: id });
      return {
        id: id as CatalogId,
        name,
        cron,
        first: new Date(
          slotsAfter(parseCronRule(cron), 'UTC', stored!.savedAt.getTime()).next().value!,
        ),
      };
    }),
  );
}

const resting = new Map<number, Promise<void>>();

/** Pauses a replica for a while, at times longer than two rounds of housekeeping. */
function stall(index: number): void {
  const goOn = replicas.pause(index);
  const length = LONG && random.below(4) === 0 ? 35_000 : 1_000 + random.below(4_000);
  const rest = moment(length).then(() => {
    goOn();
    resting.delete(index);
  });
  resting.set(index, rest);
}

/** Kills and pauses replicas at random moments until enough slots have come. */
async function disturb(): Promise<Disturbed> {
  const noted = (): Promise<number> => service.collection('slots').countDocuments({});
  let [kills, stalls] = [0, 0];
  const isEnough = async (): Promise<boolean> =>
    kills >= KILLS && stalls >= STALLS && (await noted()) >= SLOTS;
  const deadline = Date.now() + (LONG ? 540_000 : 120_000);
  while (!(await isEnough()) && Date.now() < deadline) {
    await moment(200 + random.below(1_800)); // the random moment itself, not a wait for something
    const index = random.below(REPLICAS);
    if (resting.has(index)) continue;
    if (stalls < STALLS && resting.size === 0 && random.below(3) === 0) {
      stalls += 1;
      stall(index);
    } else if (kills < KILLS) {
      kills += 1;
      await replicas.kill(index);
      await replicas.start(index, skew());
    }
  }
  await Promise.all(resting.values());
  return { kills, stalls };
}

/** Each slot of the rule, from the first on, is noted once or counted by the next that is noted. */
function assertEverySlot(noted: Slot[], { cron, name, first }: Scheduled, last: Date): void {
  const moments = slotsAfter(parseCronRule(cron), 'UTC', first.getTime() - 1);
  for (const slot of noted) {
    let missed = 0;
    let next = moments.next().value!;
    while (next < slot.at.getTime()) {
      missed += 1;
      next = moments.next().value!;
    }
    assert.equal(
      next,
      slot.at.getTime(),
      `${name}: a slot at ${slot.at.toISOString()} that the rule does not have, or that came twice`,
    );
    assert.equal(slot.missed, missed, `${name}: missed before ${slot.at.toISOString()}`);
  }
  assert.equal(
    noted.at(-1)?.at.getTime(),
    last.getTime(),
    `${name}: the last slot that was dealt with is noted`,
  );
}

/** Switches the schedules off, and waits until nothing is in hand. */
async function stopSchedules(tenant: TenantId, scheduled: Scheduled[]): Promise<void> {
  for (const { id } of scheduled)
    await changeSchedule(schedules, tenant, id, (before) => {
      const { nextSlotAt: _next, ...rest } = before!;
      return { ...rest, on: false };
    });
  const held = () =>
    service.collection('catalog').countDocuments({ activeRunId: { $exists: true } });
  await until('nothing is in hand', async () =>
    (await schedules.find(tenant)).every((each) => !each.firing) &&
    (await runs.open(tenant)).length === 0 &&
    (await held()) === 0
      ? true
      : undefined,
  );
}

/** Of a hundred runs, at most: now and then kills meet one of them three times in a row. */
const MAX_ENDED_PERCENT = 2;

/** Ended by the rule, and by no other: each of its holders vanished before it had got further. */
async function assertStoppedThreeTimes(run: Run): Promise<void> {
  const stored = await service
    .collection<{ _id: string; takeovers: number; holders: string[] }>('runs')
    .findOne({ _id: run.id });
  assert.equal(stored!.takeovers, MAX_TAKEOVERS);
  assert.ok(stored!.holders.length > MAX_TAKEOVERS, `${stored!.holders.length} holders`);
}

/** A slot that was not skipped has a run, and that a backup of the schema which is complete. */
async function assertBackedUp(
  tenant: TenantId,
  { id, name }: Scheduled,
  at: Date,
  run: Run | undefined,
): Promise<void> {
  assert.deepEqual(
    [run?.catalogId, run?.state, run?.message],
    [id, 'complete', undefined],
    `${name}: the run of ${at.toISOString()}`,
  );
  const backup = await backups.get(tenant, run!.id);
  assert.deepEqual(
    [backup.schema.name, countRecords(backup, 'object'), backup.unsavedCount],
    [name, 3, 0],
  );
  assert.deepEqual((await storages.open(tenant, 'service').verify(backup, {})).damage, []);
}

/** Looks at every slot that was noted and at every run that was made. */
async function assertFired(
  tenant: TenantId,
  scheduled: Scheduled[],
): Promise<{ slots: number; missed: number; wanted: string[]; ended: number }> {
  const scope = { kind: backupKind, trigger: 'scheduled', pageSize: 10_000 } as const;
  const made = (await runs.list(tenant, scope)).items;
  let [slots, missed, ended] = [0, 0, 0];
  const wanted: string[] = [];
  for (const each of scheduled) {
    const noted = (await schedules.slots(tenant, each.id, 1, 10_000)).items.reverse();
    assertEverySlot(noted, each, (await schedules.get(tenant, each.id))!.lastSlot!.at);
    slots += noted.length;
    missed += noted.reduce((sum, slot) => sum + slot.missed, 0);
    for (const slot of noted) {
      if (slot.skipped !== undefined) {
        assert.equal(slot.skipped, SKIPPED);
        continue;
      }
      wanted.push(slot.runId);
      const run = made.find(({ id }) => id === slot.runId);
      if (run?.errorCode === 'never-ends') {
        await assertStoppedThreeTimes(run);
        ended += 1;
      } else await assertBackedUp(tenant, each, slot.at, run);
    }
  }
  assert.deepEqual(
    made.map((run) => String(run.id)).sort(),
    wanted.sort(),
    'a run for each slot that was not skipped, and no other',
  );
  return { slots, missed, wanted, ended };
}

test(`three replicas with clocks that differ by minutes, killed and paused at random, fire about ${SLOTS} slots once each (seed ${seed})`, async (context) => {
  const scheduled = await schedule();
  assert.equal(scheduled.length, RULES.length);
  const done = await disturb();
  const tenant = tenantId(
    (await service.collection('schedules').findOne({}))!['tenantId'] as string,
  );
  await stopSchedules(tenant, scheduled);
  const { slots, missed, wanted, ended } = await assertFired(tenant, scheduled);
  assert.ok(
    ended <= (wanted.length * MAX_ENDED_PERCENT) / 100,
    `${ended} runs stopped three times`,
  );
  assert.ok(
    done.kills >= KILLS && done.stalls >= STALLS && slots >= SLOTS,
    `${slots} slots, ${done.kills} kills and ${done.stalls} pauses in the time there was`,
  );
  context.diagnostic(
    `${slots} slots noted: ${wanted.length} runs, ${slots - wanted.length} skipped, ${missed} earlier ones counted as missed; ${ended} runs stopped three times; ${done.kills} kills, ${done.stalls} pauses`,
  );
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as moment } from 'node:timers/promises';
import { Random } from '../../simulator/kernel/random.ts';
import { AS_IN_THE_IMAGE } from '../../scripts/as-in-the-image.ts';
import { startSimulators } from '../../simulator/start-simulator.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../support/backups/read-backup.ts';
import { ReplicaProcesses } from '../support/processes/replica-processes.ts';
import { RunningApp } from '../support/running-app.ts';
import { becomeQuiet } from '../support/soak/become-quiet.ts';
import { HealthWatch } from '../support/soak/health-watch.ts';
import { median, processMemoryMb } from '../support/soak/process-memory-mb.ts';
import { NO_FAULTS } from '../support/soak/random-faults.ts';
import { SoakSite } from '../support/soak/soak-site.ts';
import { testDatabaseUri } from '../support/databases/test-database.ts';
import { randomSeed } from '../support/random-runs.ts';

/** Half an hour in the long tests, of which alone it is one; `SOAK_SECONDS` says otherwise. */
const SECONDS = Number(process.env['SOAK_SECONDS'] ?? (process.env['TEST_LONG'] ? 1_800 : 120));
const SEEDS = ['tiny', 'twins', 'cycles', 'other', 'nasty', 'odd'];
/** One is never killed: its memory is watched. */
const [STEADY, MORTAL] = [0, 1];
/** A minute of the schedules in a second of ours. */
const SPEED = 60;
const HOUR_MS = 3_600_000;
const SETTLE_MS = 10_000;
const MAX_HEALTH_MS = 200;
const MAX_MEMORY_GROWTH_MB = 40;
/** Memory is compared where the first, unsettled part of the time has gone by. */
const SETTLED_AFTER_SECONDS = 90;
/** What sites do ends a run at times, with its reason; a fault of this service has none. */
const OWN_ERROR = /Something went wrong/;
const seed = randomSeed();
const random = new Random(seed);

const simulators = await startSimulators(
  SEEDS.map((name) => ({ seed: name, settings: { endpointLimits: {}, faults: [] } })),
);
const sites = simulators.map(
  (simulator, at) => new SoakSite(simulator, SEEDS[at]!, new Random(`${seed} ${SEEDS[at]}`)),
);
const running = new RunningApp(simulators[0]!, await testDatabaseUri(), {
  BIND_ADDRESS: '127.0.0.1',
  MINIMUM_INTERVAL_MINUTES: '1',
  REQUEST_TIMEOUT_SECONDS: '3',
  PATIENCE_MINUTES: '1',
  PRETEND_SITE_ADDRESSES: simulators.map(({ url }) => url).join(),
});
const env = running.env({ CLOCK_START: String(Date.now()), CLOCK_SPEED: String(SPEED) });
const replicas = new ReplicaProcesses({ ...env, ...AS_IN_THE_IMAGE.env }, AS_IN_THE_IMAGE.flags);
const service = await connectDatabase(running.uri, running.databases.service);
const urls: (string | undefined)[] = [];
const health = new HealthWatch(() =>
  urls.flatMap((url, at) => {
    const pid = replicas.pid(at);
    return url === undefined || pid === undefined ? [] : [{ url, pid }];
  }),
);
after(async () => {
  await health.stop();
  await replicas.close();
  await service.close();
  await Promise.all(simulators.slice(1).map((simulator) => simulator.close()));
  await running.close();
});

const steadyUrl = (): string => urls[STEADY]!;
/** As far as clocks of machines may differ. */
const skew = (): number => random.below(4) * 60_000;
/** When the clock of the steady replica was far ahead, in milliseconds of the machine. */
const ahead: { from: number; to: number }[] = [];

/** Kills the other replica at random moments, and lets it come back with another clock. */
async function killAtTimes(isOver: () => boolean): Promise<number> {
  let kills = 0;
  while (!isOver()) {
    await moment(3_000 + random.below(9_000));
    urls[MORTAL] = undefined;
    await replicas.kill(MORTAL);
    kills += 1;
    urls[MORTAL] = await replicas.start(MORTAL, skew());
  }
  return kills;
}

/** Lets the clock of the steady replica jump, as of a machine that slept or was set wrong. */
async function jumpAtTimes(isOver: () => boolean): Promise<number> {
  let jumps = 0;
  while (!isOver()) {
    await moment(7_000 + random.below(15_000));
    const last = ahead.at(-1);
    if (last?.to === Infinity) last.to = Date.now();
    const farMs = random.pick([0, 0, 12 * HOUR_MS, 72 * HOUR_MS]);
    if (farMs > 0) ahead.push({ from: Date.now(), to: Infinity });
    replicas.setClock(STEADY, skew() + farMs);
    jumps += 1;
  }
  replicas.setClock(STEADY, 0);
  for (const each of ahead) each.to = Math.min(each.to, Date.now());
  return jumps;
}

/** The sites behave otherwise every few seconds, and their users go on working. */
async function disturbAtTimes(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    for (const site of sites) if (random.below(3) === 0) site.disturb();
    for (let edit = 0; edit < 5; edit += 1) {
      random.pick(sites).edit();
      await moment(500);
    }
  }
  for (const { settings } of simulators) Object.assign(settings, NO_FAULTS);
}

/** Restores one schema after the other; what has arrived is all there was, once. */
async function restoreAtTimes(
  isOver: () => boolean,
  among: SoakSite[],
): Promise<{ done: number; why: string[] }> {
  let done = 0;
  const why: string[] = [];
  while (!isOver()) {
    const end = await random.pick(among).restore(steadyUrl());
    if ('why' in end) {
      why.push(end.why);
      await moment(500);
      continue;
    }
    assert.ok(end.arrived <= end.wanted, `${end.arrived} objects of ${end.wanted} arrived`);
    done += 1;
  }
  return { done, why };
}

async function watchMemory(isOver: () => boolean): Promise<number[]> {
  const figures: number[] = [];
  while (!isOver()) {
    const figure = processMemoryMb(replicas.pid(STEADY)!);
    if (figure !== undefined) figures.push(figure);
    await moment(1_000);
  }
  return figures;
}

/** The middle of the first and of the last tenth, once the process has settled. */
function growthOf(figures: number[]): number {
  const settled = figures.slice(SETTLED_AFTER_SECONDS);
  const tenth = Math.ceil(settled.length / 10);
  return median(settled.slice(-tenth)) - median(settled.slice(0, tenth));
}

/** A moment later the replica may still deal with a slot that it took. */
const wasAhead = (at: Date): boolean =>
  ahead.some(({ from, to }) => at.getTime() >= from && at.getTime() <= to + SETTLE_MS);

/**
 * Each slot that was not skipped has a run of its own, and each scheduled run has a slot, but for
 * those of a clock that was ahead: their slots are forgotten when it is seen.
 */
async function assertFiredOnce(): Promise<number> {
  const slots = await service
    .collection('slots')
    .find({ skipped: { $exists: false } })
    .toArray();
  const runs = service
    .collection<{ _id: string; queuedAt: Date }>('runs')
    .find({ trigger: 'scheduled' });
  const fired = slots.map((slot) => String(slot['runId'])).sort();
  assert.equal(new Set(fired).size, fired.length, 'no run for two slots');
  assert.deepEqual(
    (await runs.toArray())
      .filter((run) => !fired.includes(run._id) && !wasAhead(run.queuedAt))
      .map(({ _id }) => String(_id)),
    [],
    'no scheduled run without a slot',
  );
  return fired.length;
}

/** Every run that failed says why. */
async function countRuns(): Promise<string> {
  const runs = await service
    .collection('runs')
    .find({ state: { $exists: true } })
    .toArray();
  const counts = Map.groupBy(runs, (run) => `${run['kind']} ${run['state']}`);
  for (const run of runs) if (run['state'] === 'failed') assertSaysWhy(run);
  return [...counts].map(([what, { length }]) => `${length} × ${what}`).join(', ');
}

function assertSaysWhy(run: Record<string, string | undefined>): void {
  assert.ok(run['message'], `${run['kind']} says why it failed`);
  assert.notEqual(run['errorCode'], 'internal', `${run['kind']}: ${run['message']}`);
}

/**
 * Each object once, with its last change. Values that name removed objects are told otherwise, so
 * that contents are left to other tests.
 */
const latest = (objects: Map<string, object>): [id: string, updated: unknown][] =>
  [...objects]
    .map(([id, object]): [string, unknown] => [id, (object as { updated: unknown }).updated])
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** With a quiet site, a backup holds what the site does. */
async function assertBackedUpWhole(site: SoakSite): Promise<void> {
  for (const { name, backupId } of await site.backUpAll(steadyUrl())) {
    const held = latest(objectsOf(await readBackup(running, backupId)));
    const there = latest(objectsOfSite(site.simulator, schemaIdOf(site.simulator, name)));
    const ids = (list: [string, unknown][]): string[] => list.map(([id]) => id);
    // On the odd site, dates of objects are odd as well.
    if (site.name === 'odd') assert.deepEqual(ids(held), ids(there), `${site.name}: ${name}`);
    else assert.deepEqual(held, there, `${site.name}: ${name}`);
  }
}

test(
  `six sites with faults at random for ${SECONDS} s: nothing is lost or doubled, memory stays, health is told at once (seed ${seed})`,
  {
    timeout: (SECONDS + 900) * 1000,
  },
  async (context) => {
    urls[STEADY] = await replicas.start(STEADY, 0);
    urls[MORTAL] = await replicas.start(MORTAL, skew());
    for (const site of sites) await site.begin(steadyUrl());
    health.start();
    const end = Date.now() + SECONDS * 1000;
    const isOver = (): boolean => Date.now() > end;
    const half = sites.length / 2;
    const [kills, jumps, , memory, ...restores] = await Promise.all([
      killAtTimes(isOver),
      jumpAtTimes(isOver),
      disturbAtTimes(isOver),
      watchMemory(isOver),
      restoreAtTimes(isOver, sites.slice(0, half)),
      restoreAtTimes(isOver, sites.slice(half)),
    ]);
    const restored = restores.reduce((sum, { done }) => sum + done, 0);
    const why = restores.flatMap((each) => each.why);
    await becomeQuiet(service);
    await health.stop();
    const fired = await assertFiredOnce();
    context.diagnostic(
      `${fired} slots fired, ${kills} kills, ${jumps} jumps of the clock, ${restored} restores; ${await countRuns()}`,
    );
    for (const reason of why) context.diagnostic(`no restore: ${reason}`);
    assert.ok(!why.some((reason) => OWN_ERROR.test(reason)), 'an error of our own');
    if (SECONDS >= 600) assert.ok(restored > 0, 'no restore came to its end');
    for (const site of sites) await assertBackedUpWhole(site);
    context.diagnostic(
      `/healthz at most ${health.slowestMs.toFixed(0)} ms of ${health.tookMs.length} times; memory ${median(memory).toFixed(0)} MB, ${growthOf(memory).toFixed(0)} MB more at the end`,
    );
    assert.ok(health.slowestMs <= MAX_HEALTH_MS, `/healthz took ${health.slowestMs.toFixed(0)} ms`);
    assert.ok(growthOf(memory) <= MAX_MEMORY_GROWTH_MB, `memory grew by ${growthOf(memory)} MB`);
  },
);

/**
 * Restores through the whole service, in a process of its own, into a new schema of a second
 * pretend site.
 */
import { until } from '../../scripts/admin-session.ts';
import { backUp, plain } from '../../scripts/demo-steps.ts';
import {
  checkEnded,
  checkRestore,
  planRestore,
  runRestore,
  startRestore,
} from '../../scripts/restore-steps.ts';
import { itemAt } from '../../simulator/kernel/item-at.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';
import type { Measurement, Reading } from '../support/measurement.ts';
import { startTwoSites, type TwoSites } from '../support/start-two-sites.ts';
import { cyclicObjects } from './cyclic-objects.ts';
import { PlainWriter } from './plain-writer.ts';
import { HOUR_MS } from '../../src/core/kernel/time/durations.ts';

const LARGE = 7_000;
/** Atlassian's own, for creates. */
const CREATES_PER_MINUTE = 2_000;
const LATENCY_MS = 300;
const LIMITED_MINUTES = 3;
/** Objects that are created and updated one call at a time. */
const SLICE = 100;
/** What is measured is not how long Atlassian lets us wait. */
const UNLIMITED = { endpointLimits: {} };

const startRig = (uri: string, seed: string, objects = 0): Promise<TwoSites> =>
  startTwoSites({
    uri,
    name: `bench_restore_${seed}_${Date.now()}`,
    sites: [
      { seed, objects },
      { seed: 'other', settings: UNLIMITED },
    ],
  });

/** @throws Error when the site has no schema of that name */
function schemaIdOf({ world }: Simulator, name: string): number {
  const schema = [...world.site.schemas.values()].find((each) => each.name === name);
  if (!schema) throw new Error(`The pretend site has no schema ${name}.`);
  return schema.id;
}

const number = (figure: string | undefined): number => Number(figure?.replaceAll(',', ''));

interface Calls {
  objects: number;
  cyclic: number;
  /** Of the restore; its check is a run of its own. */
  calls: number;
  callsToCheck: number;
  creates: number;
  updates: number;
  seconds: number;
}

/**
 * All calls to the second site from *Run* on, reading and structure included, as that site counts
 * them. The check follows on its own, before anybody could have counted: it is checked once more,
 * and what that takes is taken off.
 */
async function callsOf(
  { here, there, admin, targetId }: TwoSites,
  schema: { id: string; name: string },
): Promise<{ backupId: string; counted: Calls }> {
  const { backupId } = await backUp(admin, schema);
  const plan = await planRestore(admin, backupId, { targetId });
  there.world.stats.reset();
  const from = performance.now();
  const { id, sums } = await runRestore(admin, plan.id);
  const seconds = (performance.now() - from) / 1000;
  await checkEnded(admin, id);
  const { calls, byTemplate } = there.world.stats.json;
  there.world.stats.reset();
  await checkRestore(admin, id);
  const callsToCheck = there.world.stats.json.calls;
  const callsTo = (template: RegExp): number =>
    Object.entries(byTemplate).reduce(
      (sum, [each, counts]) => sum + (template.test(each) ? counts.calls : 0),
      0,
    );
  return {
    backupId,
    counted: {
      objects: number(sums['Created']),
      cyclic: cyclicObjects(here.world.site, schemaIdOf(here, schema.name)),
      calls: calls - callsToCheck,
      callsToCheck,
      creates: callsTo(/^POST .*\/object\/create$/),
      updates: callsTo(/^PUT .*\/object\/:id$/),
      seconds,
    },
  };
}

/** An object in a cycle may be written a second time; any other change of an object counts. */
function callsReading(
  what: string,
  { objects, cyclic, calls, callsToCheck, creates, updates, seconds }: Calls,
): Reading {
  const closing = Math.min(updates, cyclic);
  const [share, forObjects] = [
    (calls - closing) / objects,
    (creates + updates - closing) / objects,
  ];
  const inAll = [
    `${calls} calls in all, ${(objects / seconds).toFixed(0)} objects a second`,
    `${callsToCheck} calls more to check it`,
  ].join('; ');
  return {
    what: `restore of ${what}, ${objects} objects, ${cyclic} of them in cycles: all calls an object, reading and structure among them, but for the ${closing} that close cycles`,
    aim: '≤ 1.05',
    reading: `${share.toFixed(3)}, of that ${forObjects.toFixed(3)} to write objects (${inAll})`,
    met: share <= 1.05,
  };
}

/** Every schema of the demo, then the large one. */
async function demo(uri: string): Promise<Reading[]> {
  const sites = await startRig(uri, 'demo');
  const all: Calls = {
    objects: 0,
    cyclic: 0,
    calls: 0,
    callsToCheck: 0,
    creates: 0,
    updates: 0,
    seconds: 0,
  };
  const readings: Reading[] = [];
  for (const schema of sites.schemas.filter(({ name }) => name !== 'Empty shelf')) {
    const { counted } = await callsOf(sites, schema);
    if (process.env['BENCH_VERBOSE']) console.error(schema.name, counted);
    if (schema.name === 'Computers') readings.push(callsReading('Computers of the demo', counted));
    for (const part of Object.keys(all) as (keyof Calls)[]) all[part] += counted[part];
  }
  await sites.close();
  return [...readings, callsReading("the demo's five schemas, each with its structure", all)];
}

/** Creates of objects, as the site counts them. */
function createsOf({ world }: Simulator): { calls: number; limited: number } {
  const counted = Object.entries(world.stats.json.byTemplate).find(([template]) =>
    /^POST .*\/object\/create$/.test(template),
  );
  return counted?.[1] ?? { calls: 0, limited: 0 };
}

/**
 * The large schema: calls, then the same under a limit and with latency, then the plain way with
 * that latency.
 */
async function large(uri: string): Promise<Reading[]> {
  const sites = await startRig(uri, 'large', LARGE);
  const { there, admin, targetId } = sites;
  const { backupId, counted } = await callsOf(sites, itemAt(sites.schemas, 0));
  const readings = [callsReading('the large schema', counted)];
  const plan = await planRestore(admin, backupId, { targetId });
  const endpointLimits = { 'POST object/create': CREATES_PER_MINUTE };
  Object.assign(there.settings, { endpointLimits, latencyMs: LATENCY_MS });
  there.world.stats.reset();
  const id = await startRestore(admin, plan.id);
  await until('the first create', () =>
    Promise.resolve(createsOf(there).calls > 0 ? true : undefined),
  );
  await new Promise((resolve) => setTimeout(resolve, LIMITED_MINUTES * 60_000));
  const { calls, limited } = createsOf(there);
  const page = (await admin.get(`/app/restores/${id}?part=body`)).html;
  if (!page.includes('In Progress'))
    throw new Error(`The restore ended while it was measured: ${plain(page).slice(0, 400)}`);
  const share = (calls - limited) / (CREATES_PER_MINUTE * LIMITED_MINUTES);
  readings.push({
    what: `restore at ${LATENCY_MS} ms latency: creates used of ${CREATES_PER_MINUTE} a minute, ${LIMITED_MINUTES} minutes from the first one on`,
    aim: '≥ 95 %',
    reading: `${(share * 100).toFixed(1)} % (${limited} refused)`,
    met: share >= 0.95,
  });
  await sites.close();
  readings.push(await againstPlain(uri));
  return readings;
}

/**
 * The same objects by this service and by one call after another, with latency and without a limit.
 */
async function againstPlain(uri: string): Promise<Reading> {
  const sites = await startRig(uri, 'large', 2_000);
  const { there, admin, targetId } = sites;
  const { backupId } = await backUp(admin, itemAt(sites.schemas, 0));
  const plan = await planRestore(admin, backupId, { targetId });
  there.settings.latencyMs = LATENCY_MS;
  const from = performance.now();
  const { sums } = await runRestore(admin, plan.id, () => undefined, HOUR_MS);
  const each = (performance.now() - from) / number(sums['Created']);
  const plain = await new PlainWriter(sites.here, there, plan.schema).write(SLICE);
  await sites.close();
  return {
    what: `the plain way against it at ${LATENCY_MS} ms latency, no limit: ${SLICE} objects created, then their references set, one call at a time`,
    aim: '≥ 5 ×',
    reading: `${(plain / each).toFixed(1)} × (${plain.toFixed(0)} ms an object against ${each.toFixed(0)} ms, structure included)`,
    met: plain / each >= 5,
  };
}

export const restore: Measurement = async (uri) => [...(await demo(uri)), ...(await large(uri))];

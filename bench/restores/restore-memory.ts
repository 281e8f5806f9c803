import { AdminSession } from '../../scripts/admin-session.ts';
import { backUp, install, setUp, sync } from '../../scripts/demo-steps.ts';
import { addTarget, planRestore, runRestore } from '../../scripts/restore-steps.ts';
import type { Measurement } from '../support/measurement.ts';
import { peakOf, startChild, stopService } from '../support/child.ts';
import { startService } from '../support/start-service.ts';

const FEW = 10_000;
const MANY = 300_000;
const HOURS_MS = 4 * 3_600_000;
const SITES = /at (\S+), workspace (\S+)\.[\s\S]*at (\S+), workspace (\S+)\./;

interface Restored {
  planMb: number;
  peakMb: number;
  perSecond: number;
}

/**
 * Backed up by one process of the service, planned and restored into a new schema of another site
 * by a second one; the sites answer at once and have no limits.
 */
async function measureRestore(uri: string, objects: number): Promise<Restored> {
  const sites = await startChild(
    [
      '--max-old-space-size=6000',
      'simulator/main.ts',
      '--port',
      '0',
      '--sites',
      '2',
      '--seed',
      'large',
      '--objects',
      String(objects),
    ],
    {},
    SITES,
  );
  const [here = '', , there = '', workspaceId = ''] = sites.found;
  for (const url of [here, there]) await liftLimits(url);
  const name = `bench_restore_memory_${objects}_${Date.now()}`;
  let service = await startService(uri, name, here, [there]);
  try {
    await install(here, service.url);
    const first = new AdminSession(here, service.url);
    await setUp(first);
    const [schema] = await sync(first);
    if (!schema) throw new Error('The pretend site has no schema.');
    const { backupId } = await backUp(first, schema, () => undefined, HOURS_MS);
    await stopService(service);
    service = await startService(uri, name, here, [there]);
    const admin = new AdminSession(here, service.url);
    const targetId = await addTarget(admin, { name: 'Other site', siteUrl: there, workspaceId });
    const plan = await planRestore(admin, backupId, { targetId }, HOURS_MS);
    const planMb = peakOf(service);
    const from = performance.now();
    const { sums } = await runRestore(
      admin,
      plan.id,
      (text) => {
        if (process.env['BENCH_VERBOSE'])
          console.error(((performance.now() - from) / 1000).toFixed(0), text);
      },
      HOURS_MS,
    );
    const perSecond =
      Number(sums['Created']?.replaceAll(',', '')) / ((performance.now() - from) / 1000);
    return { planMb, peakMb: peakOf(service), perSecond };
  } finally {
    // What is in the database goes with its folder: dropping so much takes minutes.
    for (const { child } of [service, sites]) child.kill('SIGKILL');
  }
}

/** Of calls a minute, which would hold up a restore of many objects for hours. */
async function liftLimits(siteUrl: string): Promise<void> {
  const answer = await fetch(`${siteUrl}/_simulator/settings`, {
    method: 'POST',
    body: JSON.stringify({ endpointLimits: {}, jiraLimits: false }),
  });
  if (!answer.ok) throw new Error(`The pretend site keeps its limits: ${await answer.text()}`);
}

/**
 * Peak memory of the whole service while it plans and restores. `BENCH_OBJECTS` is another number
 * than 300,000.
 */
export const restoreMemory: Measurement = async (uri) => {
  const many = Number(process.env['BENCH_OBJECTS'] ?? MANY);
  const small = await measureRestore(uri, FEW);
  const large = await measureRestore(uri, many);
  const more = large.peakMb - small.peakMb;
  return [
    {
      what: `peak memory of the service as its image runs it while it restores ${many} objects, against ${FEW}; the sites answer at once`,
      aim: '≤ + 120 MB',
      met: more <= 120,
      reading: `+ ${more.toFixed(0)} MB (${small.peakMb.toFixed(0)} and ${large.peakMb.toFixed(0)} MB; of that the plan ${small.planMb.toFixed(0)} and ${large.planMb.toFixed(0)}); ${small.perSecond.toFixed(0)} and ${large.perSecond.toFixed(0)} objects a second`,
    },
  ];
};

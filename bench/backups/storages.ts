/**
 * What a storage costs: backup, verify and restore of the same schema on each kind of storage in
 * turn, deleting many backups in one go, and retention over very many of them.
 */
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { backUp, ok, plain, verify } from '../../scripts/demo-steps.ts';
import { checkEnded, planRestore, runRestore } from '../../scripts/restore-steps.ts';
import { installMoto, startMoto } from '../../scripts/testing/start-moto.ts';
import {
  planRetention,
  type RetainedBackup,
} from '../../src/core/backups/retention/plan-retention.ts';
import { NO_RULES } from '../../src/core/backups/retention/retention-rules.ts';
import { runId } from '../../src/core/kernel/ids.ts';
import { itemAt } from '../../simulator/kernel/item-at.ts';
import { peakOf, resetPeak } from '../support/child.ts';
import { deleteManyBackups } from './delete-many-backups.ts';
import type { Measurement, Reading } from '../support/measurement.ts';
import { startTwoSites, type TwoSites } from '../support/start-two-sites.ts';
import { HOUR_MS } from '../../src/core/kernel/time/durations.ts';

const OBJECTS = 20_000;
const RETAINED = 100_000;
const MAX_RETENTION_MS = 1_000;
/** An own database may be slower than the service's by this much: it is asked for its mark. */
const MAX_SLOWER = 1.25;
/** What it may take of memory beyond that, MB: as much as a large schema beyond a small one. */
const MAX_MORE_MB = 60;
/** The form of no storage of one's own, and what that is called where nothing is set. */
const SERVICE_STORAGE = { label: 'Cloud' };

interface Costs {
  backUpMs: number;
  verifyMs: number;
  restoreMs: number;
  /** The most memory that the service had meanwhile. */
  peakMb: number;
}

export const storages: Measurement = async function* (uri) {
  yield retention();
  yield* sideBySide(uri);
  yield await deleteManyBackups(uri);
};

async function* sideBySide(uri: string): AsyncGenerator<Reading> {
  const name = `bench_storages_${Date.now()}`;
  const unlimited = { endpointLimits: {} };
  const sites = await startTwoSites({
    uri,
    name,
    sites: [
      { seed: 'large', objects: OBJECTS, settings: unlimited },
      { seed: 'other', settings: unlimited },
    ],
  });
  try {
    // What is measured first would be slower: a new process has yet to compile what it runs.
    await switchTo(sites, { ...ownDatabase(uri, `${name}_first`), label: 'The first one' });
    await costsOf(sites);
    await switchTo(sites, SERVICE_STORAGE);
    const service = await costsOf(sites);
    await switchTo(sites, ownDatabase(uri, `${name}_own`));
    yield* compare('a database of its own', await costsOf(sites), service);
    yield* onBucket(sites, service);
  } finally {
    await sites.close();
  }
}

/** None where the server of buckets can't be obtained. */
async function* onBucket(sites: TwoSites, service: Costs): AsyncGenerator<Reading> {
  if (!(await installMoto((line) => console.error(line)))) return;
  const server = await startMoto();
  try {
    await switchTo(sites, await newBucket(server.endpoint));
    yield* compare('a bucket (moto)', await costsOf(sites), service);
  } finally {
    await server.stop();
  }
}

/** New backups go to the storage of this form. @throws Error where it wasn't saved */
async function switchTo({ admin }: TwoSites, form: Record<string, string>): Promise<void> {
  const { label = '' } = form;
  ok('Storage', await admin.post('/app/settings/storage', form));
  const settings = ok('Settings', await admin.get('/app/settings?section=storage'));
  if (!plain(settings).includes(`New backups go to ${label}`))
    throw new Error(`New backups don't go to ${label}.`);
}

async function newBucket(endpoint: string): Promise<Record<string, string>> {
  const [accessKey, secretKey, region, bucket] = ['bench', 'bench-secret', 'us-east-1', 'bench'];
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  const address = { endpoint, region, bucket, accessKey, secretKey, pathStyle: 'on' };
  return { own: 'on', provider: 's3', label: 'Our bucket', ...address };
}

function ownDatabase(uri: string, database: string): Record<string, string> {
  const { hostname, port } = new URL(uri);
  const address = { entry: 'fields', host: hostname, port, database };
  return { own: 'on', provider: 'mongodb', label: 'Our own', ...address };
}

/** Nothing that these started works on when it returns: what comes next is measured alone. */
async function costsOf({ admin, schemas, targetId, service }: TwoSites): Promise<Costs> {
  const schema = itemAt(schemas, 0);
  resetPeak(service);
  let backupId = '';
  const backUpMs = await timed(async () => {
    ({ backupId } = await backUp(admin, schema));
  });
  const verifyMs = await timed(() => verify(admin, backupId));
  const plan = await planRestore(admin, backupId, { targetId });
  let restoreId = '';
  const restoreMs = await timed(async () => {
    ({ id: restoreId } = await runRestore(admin, plan.id, () => undefined, HOUR_MS));
  });
  await checkEnded(admin, restoreId, () => undefined, HOUR_MS);
  return { backUpMs, verifyMs, restoreMs, peakMb: peakOf(service) };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function* compare(where: string, costs: Costs, service: Costs): Generator<Reading> {
  const parts = (['backUpMs', 'verifyMs', 'restoreMs'] as const).map((part) => ({
    share: costs[part] / service[part],
    seconds: [costs[part], service[part]].map((ms) => (ms / 1000).toFixed(1)).join(' against '),
  }));
  const words = ['backup', 'verify', 'restore'].map(
    (what, at) =>
      `${what} ${itemAt(parts, at).share.toFixed(2)} × (${itemAt(parts, at).seconds} s)`,
  );
  yield {
    what: `${OBJECTS} objects on ${where} against the service's storage`,
    aim: `≤ ${MAX_SLOWER} ×`,
    reading: words.join(', '),
    met: parts.every(({ share }) => share <= MAX_SLOWER),
  };
  const moreMb = costs.peakMb - service.peakMb;
  yield {
    what: `peak memory of the service meanwhile, on ${where} against its own storage`,
    aim: `≤ + ${MAX_MORE_MB} MB`,
    reading: `${moreMb < 0 ? '−' : '+'} ${Math.abs(moreMb).toFixed(0)} MB (${costs.peakMb.toFixed(0)} and ${service.peakMb.toFixed(0)} MB)`,
    met: moreMb <= MAX_MORE_MB,
  };
}

/** The pure part, of hourly backups. */
function retention(): Reading {
  const nowMs = Date.now();
  const backups = Array.from({ length: RETAINED }, (_, ago): RetainedBackup => ({
    id: runId(`backup-${ago}`),
    at: nowMs - ago * HOUR_MS,
    sequence: RETAINED - ago,
    isPinned: false,
    isHeld: false,
    isDamaged: false,
    isScheduled: true,
    storedBytes: 1,
  }));
  const rules = { ...NO_RULES, hourly: 48, daily: 30, weekly: 12, monthly: 24, yearly: 10 };
  const from = performance.now();
  const { kept } = planRetention(backups, { rules, nowMs, timeZone: 'Europe/Berlin' });
  const ms = performance.now() - from;
  return {
    what: `retention over ${RETAINED} backups, the pure part (${kept.size} kept)`,
    aim: `≤ ${MAX_RETENTION_MS} ms`,
    reading: `${ms.toFixed(0)} ms`,
    met: ms <= MAX_RETENTION_MS,
  };
}

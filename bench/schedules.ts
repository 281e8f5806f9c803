/**
 * Slots of many schedules that come at the same moment, with the real stores: no pages, no worker.
 */
import { runKinds } from '../src/run-kinds.ts';
import { randomBytes } from 'node:crypto';
import { systemClock } from '../src/clock.ts';
import { composeStores, type Stores } from '../src/compose/storage/compose-stores.ts';
import { FireSlots } from '../src/core/schedules/fire-slots.ts';
import { editSchedule } from '../src/core/schedules/schedule-steps.ts';
import type { CatalogId, TenantId } from '../src/core/kernel/ids.ts';
import { connectDatabase } from '../src/storage/connect-database.ts';
import { ensureIndexes } from '../src/storage/ensure-indexes.ts';
import { KeyRing } from '../src/storage/sealing/key-ring.ts';
import { BENCH_PERSON, benchSource } from './support/bench-source.ts';
import { median, type Measurement } from './support/measurement.ts';

const TENANTS = 20;
const FEW = 100;
const MANY = 10_000;
const NOON = Date.parse('2026-11-24T12:00:00Z');
const NIGHT = Date.parse('2026-11-25T02:00:00Z');
const DAY_MINUTES = 1_440;
const IDLE_TICKS = 50;
const WRITERS = 16;

interface SchemaOfTenant {
  tenantId: TenantId;
  catalogId: CatalogId;
}

interface RoundTimes {
  idleMs: number;
  fireMs: number;
}

/** Stores schedules of all tenants with one rule; looks while nothing is due, then fires all. */
async function measureRounds(uri: string, count: number): Promise<RoundTimes> {
  const connection = await connectDatabase(uri, `bench_${randomBytes(4).toString('hex')}`);
  const stores = composeStores({
    service: connection,
    storage: connection,
    keyRing: new KeyRing(new Map([['k', randomBytes(32)]])),
    kinds: runKinds,
    clock: systemClock,
  });
  await ensureIndexes(connection);
  await writeSchedules(stores, count);
  let now = NOON;
  const clock = { ...systemClock, now: () => now };
  const slots = new FireSlots({ ...stores, clock, minimumMinutes: DAY_MINUTES });
  const idle: number[] = [];
  for (let tick = 0; tick < IDLE_TICKS; tick += 1) {
    const from = performance.now();
    await slots.round();
    idle.push(performance.now() - from);
  }
  now = NIGHT;
  const from = performance.now();
  const { queued, failed } = await slots.round();
  const fireMs = performance.now() - from;
  const stored = await connection.collection('runs').countDocuments({});
  if (failed.length > 0 || queued !== count || stored !== count)
    throw new Error(
      `${queued} of ${count} were queued, ${failed.length} failed: ${String(failed[0]?.error)}`,
    );
  await connection.close();
  return { idleMs: median(idle), fireMs };
}

async function writeSchedules(stores: Stores, count: number): Promise<void> {
  const schemas: SchemaOfTenant[] = [];
  for (let at = 0; at < TENANTS; at += 1)
    schemas.push(...(await installTenant(stores, at, count / TENANTS)));
  const write = async (): Promise<void> => {
    for (let schema = schemas.pop(); schema; schema = schemas.pop())
      await stores.schedules.write(
        editSchedule(
          undefined,
          schema,
          { on: true, cron: '0 2 * * *', timeZone: 'UTC', by: BENCH_PERSON },
          { nowMs: NOON, minimumMinutes: DAY_MINUTES },
        ),
      );
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

/** A site with its connection and its schemas. */
async function installTenant(
  stores: Stores,
  at: number,
  schemaCount: number,
): Promise<SchemaOfTenant[]> {
  const now = new Date();
  const { id: tenantId } = await stores.tenants.install(
    { key: `site-${at}`, siteUrl: 'http://site', secret: 'secret-0123456789' },
    { id: 'install', signedAt: now, receivedAt: now },
  );
  const source = benchSource(tenantId);
  await stores.sites.save(source, 'token');
  await stores.catalog.seen(
    source,
    Array.from({ length: schemaCount }, (_none, schema) => ({
      schemaId: String(schema),
      name: `Schema ${schema}`,
      key: 'B',
      objectCount: 0,
    })),
  );
  const schemas = await stores.catalog.all(tenantId, source.id);
  return schemas.map(({ id }) => ({ tenantId, catalogId: id }));
}

/**
 * 100 and 10,000 schedules of 20 sites that are due at the same moment, and a tick with nothing
 * due.
 */
export const schedules: Measurement = async (uri) => {
  await measureRounds(uri, FEW); // warms up
  const few =
    median([
      (await measureRounds(uri, FEW)).fireMs,
      (await measureRounds(uri, FEW)).fireMs,
      (await measureRounds(uri, FEW)).fireMs,
    ]) / FEW;
  const { idleMs, fireMs } = await measureRounds(uri, MANY);
  const many = fireMs / MANY;
  return [
    {
      what: 'a tick with nothing due, 10,000 schedules stored, median of 50',
      aim: '≤ 20 ms',
      reading: `${idleMs.toFixed(1)} ms`,
      met: idleMs <= 20,
    },
    {
      what: '10,000 schedules of 20 sites due at the same moment: time for each, against 100 that are due',
      aim: '≤ 1.5 ×',
      reading: `${(many / few).toFixed(2)} × (${many.toFixed(2)} ms each, all queued in ${(fireMs / 1000).toFixed(0)} s; of 100 ${few.toFixed(2)} ms each)`,
      met: many / few <= 1.5,
    },
  ];
};

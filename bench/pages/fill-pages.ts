import type { Connection } from 'mongoose';
import { itemAt } from '../../simulator/kernel/item-at.ts';
import { systemClock } from '../../src/clock.ts';
import { composeStores } from '../../src/compose/storage/compose-stores.ts';
import { runId, tenantId } from '../../src/core/kernel/ids.ts';
import { restorePlanKind } from '../../src/core/restores/plan/restore-plan-kind.ts';
import { MAX_LISTED } from '../../src/core/restores/plan/max-listed.ts';
import type { RestorePlan } from '../../src/core/restores/plan/restore-plan.ts';
import { isOfKind } from '../../src/core/runs/run-kind.ts';
import { runKinds } from '../../src/run-kinds.ts';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';
import { BENCH_KEY } from '../support/start-service.ts';
import { MINUTE_MS } from '../../src/core/kernel/time/durations.ts';

const SCHEMAS = 2_000;
const RUNS = 20_000;
const BACKUPS = 2_000;
const UNRESOLVED = 100_000;
const MONTH_MS = 30 * 24 * 60 * MINUTE_MS;
const AT_ONCE = 500;

type Stored = { _id: string } & Record<string, unknown>;

const collectionOf = (database: Connection, name: string) => database.collection<Stored>(name);

/** As many schemas, runs and backups as a large site has, each like one that is there. */
export async function fillPages(database: Connection, catalogId: string): Promise<void> {
  const of = (name: string) => collectionOf(database, name);
  const [schema, run, backup] = await Promise.all([
    of('catalog').findOne({}),
    of('runs').findOne({ kind: 'backup', state: 'complete', catalogId }),
    of('backups').findOne({ catalogId }),
  ]);
  if (!schema || !run || !backup) throw new Error('There is nothing to multiply.');
  await insert(of('catalog'), SCHEMAS, (at) => ({
    ...schema,
    _id: `bench-${at}`,
    schemaId: `x${at}`,
    name: `Schema ${at}`,
    key: `S${at}`,
    status: at % 9 === 0 ? 'deleted' : 'active',
  }));
  const before = (at: number, count: number): Date =>
    new Date(Date.now() - MONTH_MS + (at / count) * (MONTH_MS - MINUTE_MS));
  await insert(of('runs'), RUNS, (at) => {
    const when = before(at, RUNS);
    return {
      ...run,
      _id: `bench-${at}`,
      catalogId: `bench-${at % SCHEMAS}`,
      sequence: 0,
      queuedAt: when,
      firstQueuedAt: when,
      startedAt: when,
      endedAt: when,
      ...(at % 17 === 0 ? { state: 'failed', message: 'The site did not answer.' } : {}),
    };
  });
  await insert(of('backups'), BACKUPS, (at) => {
    const when = before(at, BACKUPS);
    return {
      ...backup,
      _id: `bench-backup-${at}`,
      sequence: 0,
      createdAt: when,
      startedAt: when,
      completedAt: when,
    };
  });
}

async function insert(
  collection: ReturnType<typeof collectionOf>,
  count: number,
  make: (at: number) => Stored,
): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const many = Math.min(AT_ONCE, count - from);
    await collection.insertMany(Array.from({ length: many }, (_none, at) => make(from + at)));
  }
}

/** A plan that lacks 100,000 things, as many of each kind listed as a plan lists. */
export async function growPlan(database: Connection, tenant: string, id: string): Promise<void> {
  const stores = composeStores({
    service: database,
    storage: database,
    keyRing: new KeyRing(new Map([['k', BENCH_KEY]])),
    kinds: runKinds,
    clock: systemClock,
  });
  const run = await stores.runs.get(tenantId(tenant), runId(id));
  if (!isOfKind(run, restorePlanKind) || !run.result) throw new Error('There is no plan.');
  const key = { _id: runId(id), tenantId: tenantId(tenant), kind: restorePlanKind.name };
  const result = await stores.runCodec.store(key, 'result', grown(run.result));
  await collectionOf(database, 'runs').updateOne({ _id: id }, { $set: { result } });
}

function grown(plan: RestorePlan): RestorePlan {
  const groups = plan.groups ?? [];
  const kinds = [...new Set(plan.unresolved.map(({ kind }) => kind))];
  const unresolved = kinds.flatMap((kind) => {
    const known = plan.unresolved.filter((each) => each.kind === kind);
    return Array.from({ length: MAX_LISTED }, (_none, at) => {
      const like = itemAt(known, at % known.length);
      return at < known.length ? like : { ...like, id: `${like.id}-${at}` };
    });
  });
  const things = Math.ceil(UNRESOLVED / groups.length);
  return {
    ...plan,
    unresolved,
    unresolvedCount: things * groups.length,
    groups: groups.map((group) => ({ ...group, things, values: 2 * things })),
  };
}

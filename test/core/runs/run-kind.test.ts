import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { backupKind } from '../../../src/core/backups/backup-kind.ts';
import { CatalogSync, syncKind } from '../../../src/core/catalog/catalog-sync.ts';
import { systemClock } from '../../../src/clock.ts';
import { catalogId, tenantId, type RunId } from '../../../src/core/kernel/ids.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { resultOf } from '../../../src/core/runs/run-fields.ts';
import type { RunHandler, RunOutcome } from '../../../src/core/runs/run-handler.ts';
import { isOfKind, type RunKind } from '../../../src/core/runs/run-kind.ts';
import { Runs } from '../../../src/core/use-cases/runs/runs.ts';
import { RunKinds } from '../../../src/core/runs/run-kinds.ts';
import type { RunLease } from '../../../src/core/runs/run-lease.ts';
import { SiteAccess } from '../../../src/core/sites/access/site-access.ts';
import { composeBackups } from '../../../src/compose/compose-backups.ts';
import { composeRestores } from '../../../src/compose/compose-restores.ts';
import { composeStores } from '../../../src/compose/storage/compose-stores.ts';
import { RUN_KINDS } from '../../../src/run-kinds.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

/**
 * A kind of the test's own: it adds up numbers, one call at a time, and keeps whose they are to
 * itself.
 */
const Numbers = z.object({ owner: z.string(), numbers: z.array(z.number()) });
const Sum = z.object({ owner: z.string(), sum: z.number() });
const Added = z.object({ count: z.number(), sum: z.number() });
type Numbers = z.infer<typeof Numbers>;
type Added = z.infer<typeof Added>;
type Sum = z.infer<typeof Sum>;

const addKind: RunKind<Numbers, Added, Sum> = {
  name: 'add-numbers',
  input: { schema: Numbers, sealed: true },
  checkpoint: { schema: Added, unreadable: 'The adding cannot go on. Start it once more.' },
  result: { schema: Sum, sealed: true },
  resumable: true,
  shown: { title: 'sum' },
};

class AddNumbers implements RunHandler<Numbers, Added, Sum> {
  readonly kind = addKind;
  readonly added: number[] = [];
  /** What is done before each number is added. */
  before: (at: number) => Promise<void> = async () => undefined;

  async work(lease: RunLease<Numbers, Added, Sum>): Promise<RunOutcome<Sum>> {
    const { owner, numbers } = lease.run.input;
    let { count, sum } = lease.run.checkpoint ?? { count: 0, sum: 0 };
    for (const number of numbers.slice(count)) {
      await this.before(count);
      this.added.push(number);
      count += 1;
      sum += number;
      await lease.checkpoint({ count, sum });
      await lease.report({ step: 'Adding', done: count, total: numbers.length, rate: 0 });
    }
    return { message: 'Added.', result: { owner, sum } };
  }
}

const database = await testDatabase();
const secrets = testSecrets(database.connection);
const codec = new RunCodec(new RunKinds([...RUN_KINDS, addKind]), secrets);
const runs = new MongoRunStore(database.connection, codec);
await ensureIndexes(database.connection);
const documents = database.connection.collection<{
  _id: string;
  state: string;
  checkpoint?: { count?: number; sum: number | string };
}>('runs');
const alice = tenantId('alice');
const by = { accountId: '1', name: 'Alice' };
const numbers = [3, 5, 7];

const workers: Worker[] = [];
const stopWorkers = async (): Promise<void> => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
};
after(stopWorkers);

async function startWorker(handler: AddNumbers): Promise<void> {
  const times = { leaseMs: 2_000, heartbeatMs: 50, marginMs: 100 };
  const worker = new Worker({
    queue: new MongoRunQueue(await database.open(), codec, systemClock, times),
    handlers: [handler],
    clock: systemClock,
    log: silentLog,
    width: 1,
    patienceMs: 2_000,
  });
  workers.push(worker);
  worker.start();
}

const queueSum = () =>
  runs.enqueue({
    id: newRunId(),
    tenantId: alice,
    kind: addKind,
    input: { owner: 'Erika Example', numbers },
    trigger: 'manual',
    requestedBy: by,
  });

async function reached(id: RunId, state: string) {
  for (;;) {
    const run = await runs.getOf(addKind, alice, id);
    if (run.state === state) return run;
    await systemClock.sleep(20);
  }
}

test('a kind of its own is queued, worked and read with its types; what it seals is sealed', async () => {
  const handler = new AddNumbers();
  const { id } = await queueSum();
  await startWorker(handler);
  const run = await reached(id, 'complete');
  await stopWorkers();
  const { owner, sum } = resultOf(run);
  assert.deepEqual([owner, sum, run.message], ['Erika Example', 15, 'Added.']);
  assert.deepEqual(run.progress, { step: 'Adding', done: 3, total: 3, rate: 0 });
  assert.deepEqual(run.input.numbers, numbers);
  const [listed] = (await runs.list(alice, { kind: addKind })).items;
  assert.equal(listed?.result?.sum, 15);
  const stored = await documents.findOne({ _id: id });
  assert.doesNotMatch(JSON.stringify(stored), /Erika/);
  assert.equal(stored !== null && 'checkpoint' in stored, false, 'what is complete needs none');
  await assert.rejects(runs.getOf(syncKind, alice, id), { code: 'not-found' });
});

test('a run that is interrupted goes on from its checkpoint, and nothing is added twice', async () => {
  const first = new AddNumbers();
  const asleep = Promise.withResolvers<void>();
  first.before = async (at) => (at === 2 ? asleep.promise : undefined);
  const { id } = await queueSum();
  await startWorker(first);
  while ((await documents.findOne({ _id: id }))?.checkpoint?.count !== 2)
    await systemClock.sleep(20);
  await documents.updateOne({ _id: id }, { $set: { state: 'queued' }, $inc: { fence: 1 } });
  const second = new AddNumbers();
  await startWorker(second);
  const run = await reached(id, 'complete');
  asleep.resolve();
  await stopWorkers();
  assert.deepEqual([first.added.slice(0, 2), second.added], [[3, 5], [7]]);
  assert.equal(resultOf(run).sum, 15);
});

test('a resumable one that failed goes on when it is told to; no other does', async () => {
  const handler = new AddNumbers();
  handler.before = async (at) => {
    if (at === 1) throw new Error('a bug');
  };
  const { id } = await queueSum();
  await startWorker(handler);
  assert.deepEqual((await reached(id, 'failed')).checkpoint, { count: 1, sum: 3 });
  handler.before = async () => undefined;
  await runs.requeue(alice, id, by);
  assert.equal(resultOf(await reached(id, 'complete')).sum, 15);
  await stopWorkers();
  await assert.rejects(runs.requeue(alice, id, by), { code: 'not-resumable' });
});

test('a checkpoint of another version fails the run with the sentence of its kind', async () => {
  const { id } = await queueSum();
  await documents.updateOne({ _id: id }, { $set: { checkpoint: { sum: 'three' } } });
  await startWorker(new AddNumbers());
  const { errorCode, message } = await reached(id, 'failed');
  await stopWorkers();
  assert.deepEqual(
    [errorCode, message],
    ['checkpoint-unusable', 'The adding cannot go on. Start it once more.'],
  );
});

test('an input that another tenant or run had sealed fails the run, not the queue', async () => {
  const [theirs, ours] = [await queueSum(), await queueSum()];
  const stored = await documents.findOne<{ input: object }>({ _id: theirs.id });
  await documents.updateOne({ _id: ours.id }, { $set: { input: stored?.input } });
  await startWorker(new AddNumbers());
  await reached(theirs.id, 'complete');
  for (;;) {
    const { state, errorCode } = (await documents.findOne<{ state: string; errorCode?: string }>({
      _id: ours.id,
    })) ?? { state: 'gone' };
    if (state === 'failed') {
      assert.equal(errorCode, 'damaged');
      break;
    }
    await systemClock.sleep(20);
  }
  await stopWorkers();
});

test('a run of a kind that this version does not know is listed as open, and is not worked', async () => {
  const older = new MongoRunStore(
    database.connection,
    new RunCodec(new RunKinds(RUN_KINDS), secrets),
  );
  const { id } = await queueSum();
  const run = (await older.open(alice)).find((each) => each.id === id);
  assert.equal(run?.kind, 'add-numbers');
  assert.equal(run !== undefined && isOfKind(run, addKind), true);
  assert.throws(() => run?.input, { code: 'run-unreadable' });
});

test('Stop ends runs of kinds that can be stopped, and refuses any other', async () => {
  const { id } = await queueSum();
  const vacated: string[] = [];
  const stopping = new Runs({
    runs,
    kinds: new RunKinds([...RUN_KINDS, addKind]),
    catalog: {
      find: async () => [],
      vacate: async (_tenant: unknown, schema: string) => vacated.push(schema),
    },
  } as never);
  await assert.rejects(stopping.stop(alice, id, by), { code: 'not-found' });
  await assert.rejects(stopping.stoppable(alice, id), { code: 'not-found' });
  assert.equal((await runs.get(alice, id)).cancelRequested, false);
  const backup = await runs.enqueue({
    id: newRunId(),
    tenantId: alice,
    kind: backupKind,
    input: undefined,
    catalogId: catalogId('things'),
    trigger: 'manual',
    requestedBy: by,
  });
  assert.equal((await stopping.stop(alice, backup.id, by)).run.state, 'stopped');
  assert.deepEqual(vacated, ['things'], 'a queued one gives its schema back at once');
});

test('every kind of run has a handler, and every handler a kind', () => {
  const stores = composeStores({
    service: database.connection,
    storage: database.connection,
    keyRing: new KeyRing(new Map([['k', Buffer.alloc(32)]])),
    kinds: new RunKinds(RUN_KINDS),
    clock: systemClock,
  });
  const clock = systemClock;
  const access = new SiteAccess(stores.sites, []);
  const backing = composeBackups({ stores, access, clock });
  const { contents } = backing;
  const restoring = composeRestores({ stores, access, contents, clock, settleMs: 0 });
  const sync = new CatalogSync({ ...stores, clock, access });
  const handlers = [sync, ...backing.handlers, ...restoring.handlers];
  assert.deepEqual(
    handlers.map(({ kind }) => kind.name).sort(),
    RUN_KINDS.map(({ name }) => name).sort(),
  );
});

import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { systemClock } from '../../src/clock.ts';
import { Unavailable } from '../../src/core/kernel/errors.ts';
import { silentLog } from '../../src/core/kernel/log.ts';
import type { RunHandler, RunOutcome } from '../../src/core/runs/run-handler.ts';
import type { RunLease, RunQueue } from '../../src/core/runs/run-lease.ts';
import type { Run } from '../../src/core/runs/run.ts';
import { Worker, type WorkerDeps } from '../../src/jobs/worker.ts';
import { within } from '../support/clocks/within.ts';
import { job, LEASE_MS, runDesk } from '../support/run-desk.ts';

const desk = await runDesk();
const by = { accountId: '1', name: 'Alice' };

/** Does what the test says for each run, and notes what was asked of it. */
class Jobs implements RunHandler {
  readonly kind = job;
  readonly worked: string[] = [];
  readonly cleaned: string[] = [];
  readonly settled: string[] = [];
  act: (run: Run) => Promise<void> = async () => undefined;

  async work({ run }: RunLease): Promise<RunOutcome> {
    this.worked.push(run.id);
    await this.act(run);
    return {};
  }
  async cleanUp(_lease: RunLease, why: string): Promise<void> {
    this.cleaned.push(why);
  }
  async settle({ id }: Run): Promise<void> {
    this.settled.push(id);
  }
}

const workers: Worker[] = [];
const stopWorkers = async (): Promise<void> => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
};
after(stopWorkers);
beforeEach(async () => {
  await stopWorkers();
  await desk.clear();
});

function launch(deps: Pick<WorkerDeps, 'queue' | 'handlers' | 'bell'>): void {
  const worker = new Worker({
    ...deps,
    clock: systemClock,
    log: silentLog,
    width: 1,
    patienceMs: 60_000,
  });
  workers.push(worker);
  worker.start();
}

async function startWorker(handler: Jobs): Promise<{
  step: (ms: number) => Promise<void>;
  /** Resolves once it has looked for work. */
  looked: Promise<void>;
}> {
  const { queue, clock } = await desk.replica();
  const watched = watchLooks(queue);
  launch({ queue: watched, handlers: [handler] });
  return { step: (ms) => clock.step(ms), looked: watched.looked };
}

/** A queue that tells when it was first looked into. */
function watchLooks(queue: RunQueue): RunQueue & { readonly looked: Promise<void> } {
  const looked = Promise.withResolvers<void>();
  return {
    looked: looked.promise,
    close: () => queue.close(),
    claim: async (...asked) => {
      const lease = await queue.claim(...asked);
      looked.resolve();
      return lease;
    },
  };
}

async function ended({ id, tenantId }: Run): Promise<Run> {
  for (;;) {
    const run = await desk.store.get(tenantId, id);
    if (run.endedAt) return run;
    await systemClock.sleep(20);
  }
}

test('a run that ended its process three times is ended before it is worked again, and cleaned up', async () => {
  const run = await desk.enqueue('a');
  await (await desk.replica()).claim();
  await desk.documents.updateOne({ _id: run.id }, { $set: { takeovers: 2 } });
  const jobs = new Jobs();
  const { step, looked } = await startWorker(jobs);
  await looked;
  await step(LEASE_MS);
  const { state, errorCode, message = '' } = await ended(run);
  assert.deepEqual([state, errorCode, jobs.worked], ['failed', 'never-ends', []]);
  assert.match(message, /stopped three times while working on this.*Try again/);
  assert.deepEqual(jobs.cleaned, [message]);
});

test('Stop is looked at before work begins', async () => {
  const run = await desk.enqueue('a');
  await (await desk.replica()).claim();
  await desk.store.requestCancel(run.tenantId, run.id, by);
  const jobs = new Jobs();
  const { step, looked } = await startWorker(jobs);
  await looked;
  await step(LEASE_MS);
  assert.equal((await ended(run)).state, 'stopped');
  assert.deepEqual([jobs.worked, jobs.cleaned], [[], ['Stopped.']]);
});

test('a run that cannot go on now holds no worker: others are worked meanwhile, and it goes on by itself', async () => {
  const waits = await desk.enqueue('a');
  const jobs = new Jobs();
  let isFree = false;
  jobs.act = async ({ id }) => {
    if (id === waits.id && !isFree)
      throw new Unavailable('backup-in-use', 'In use.', { retryAfterMs: 0 });
  };
  const { step } = await startWorker(jobs);
  while (jobs.worked.length === 0) await systemClock.sleep(20);
  const other = await desk.enqueue('a');
  assert.equal((await ended(other)).state, 'complete');
  const asleep = await desk.store.get(waits.tenantId, waits.id);
  assert.equal(asleep.state, 'queued');
  assert.equal(asleep.waiting?.why, 'Waiting: the backup is still in use.');
  isFree = true;
  await step(2_000);
  const { state, waiting } = await ended(waits);
  assert.deepEqual([state, waiting], ['complete', undefined]);
  assert.deepEqual(jobs.cleaned, []);
});

test('what this process queues begins without another look, one after the other where there is room for one', async () => {
  const { queue } = await desk.replica();
  const jobs = new Jobs();
  const watched = watchLooks(queue);
  launch({ queue: watched, handlers: [jobs], bell: desk.bell });
  await watched.looked;
  await new Promise(setImmediate); // it has found nothing, and listens
  const runs = [await desk.enqueue('a'), await desk.enqueue('a')];
  const ends = Promise.all(runs.map(ended));
  const states = (await within(10_000, ends, () => jobs.worked.join())).map(({ state }) => state);
  assert.deepEqual(states, ['complete', 'complete']);
});

test('a run that is stopped while it sleeps ends within moments, cleaned up and settled', async () => {
  const run = await desk.enqueue('a');
  const jobs = new Jobs();
  jobs.act = async () => {
    throw new Unavailable('site-limits', 'Limited.', { retryAfterMs: 3_600_000 });
  };
  await startWorker(jobs);
  while ((await desk.store.get(run.tenantId, run.id)).waiting === undefined)
    await systemClock.sleep(20);
  await desk.store.requestCancel(run.tenantId, run.id, by);
  assert.equal((await ended(run)).state, 'stopped');
  while (jobs.settled.length === 0) await systemClock.sleep(20);
  assert.deepEqual([jobs.worked.length, jobs.cleaned], [1, ['Stopped.']]);
});

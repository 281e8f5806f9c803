/**
 * The loop that works runs: claim, hand to the use case of its kind, settle by one compare-and-set.
 * The only place where a run's error is caught. Several runs go side by side; what they share is
 * the site's rate budget.
 */
import type { Log } from '../core/kernel/log.ts';
import { Bell } from '../core/kernel/time/bell.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import { LeaseLost, ProductError, Refused, Unavailable } from '../core/kernel/errors.ts';
import { MAX_TAKEOVERS } from '../core/runs/max-takeovers.ts';
import type { RunHandler } from '../core/runs/run-handler.ts';
import {
  RUN_QUEUED,
  RunInterrupted,
  type ClaimedRun,
  type RunInterruption,
  type RunQueue,
} from '../core/runs/run-lease.ts';
import { sleepAfter } from '../core/runs/sleep-after.ts';
import { WaitedRuns } from './waited-runs.ts';

const IDLE_MS = 500;
const STOPPED = { code: 'stopped', message: 'Stopped.' };
const DATABASE_RETRY_MS = 2_000;

export interface WorkerDeps {
  queue: RunQueue;
  handlers: RunHandler[];
  /** Rings `RUN_QUEUED`: what this process queues begins at once, the rest at the next look. */
  bell?: Bell;
  clock: Clock;
  log: Log;
  /** Runs worked side by side in this process. */
  width: number;
  /** How long a site or database may stay without an answer, ms. */
  patienceMs: number;
}

export class Worker {
  readonly #deps: WorkerDeps;
  readonly #handlers: Map<string, RunHandler>;
  readonly #active = new Set<Promise<void>>();
  readonly #waited: WaitedRuns;
  readonly #bell: Bell;
  readonly #stop = new AbortController();
  #listening = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
    this.#waited = new WaitedRuns(deps.clock);
    this.#bell = deps.bell ?? new Bell(deps.clock);
    this.#handlers = new Map(deps.handlers.map((handler) => [handler.kind.name, handler]));
  }

  start(): void {
    this.#loop = this.#run();
  }

  /**
   * No new work; runs in progress are interrupted and given back. Resolves when all have let go.
   */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The service is stopping.'));
    this.#listening.abort();
    await this.#loop;
    await this.#deps.queue.close();
    await Promise.all(this.#active);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#listening = new AbortController();
      // From before the look on: what is queued meanwhile is heard of.
      const queued = this.#bell.heard(RUN_QUEUED, IDLE_MS, this.#listening.signal);
      const lease = await this.#claim();
      if (lease) this.#launch(lease);
      else await queued;
      this.#listening.abort();
    }
  }

  async #claim(): Promise<ClaimedRun | null> {
    const { queue, clock, log, width } = this.#deps;
    try {
      const room = this.#active.size < width;
      return await queue.claim([...this.#handlers.keys()], { room });
    } catch (error) {
      log.warn({ err: describe(error) }, "The queue can't be read. Retrying.");
      await clock.sleep(DATABASE_RETRY_MS, this.#stop.signal).catch(() => undefined);
      return null;
    }
  }

  #launch(lease: ClaimedRun): void {
    const work = this.#work(lease)
      .catch((error: unknown) => {
        lease.letGo();
        this.#deps.log.error(
          { run: lease.run.id, err: describe(error) },
          "A run's end couldn't be recorded or settled. Another worker takes over an open run; an ended one is settled by housekeeping.",
        );
      })
      .finally(() => {
        this.#active.delete(work);
        this.#bell.ring(RUN_QUEUED); // there is room for another one
      });
    this.#active.add(work);
  }

  async #work(lease: ClaimedRun): Promise<void> {
    const { run } = lease;
    const handler = this.#handlers.get(run.kind);
    if (!handler)
      throw new Error(`A run of kind ${run.kind} was claimed, but nothing handles that kind.`);
    const log = { run: run.id, kind: run.kind, tenant: run.tenantId };
    this.#deps.log.info({ ...log, fence: lease.fence }, 'Run started.');
    try {
      assertMayBegin(lease);
      const outcome = await handler.work(lease);
      await this.#insist(() => lease.finish({ state: 'complete', ...outcome }));
    } catch (error) {
      if (!(await this.#failed(lease, handler, error))) return;
    }
    this.#waited.forget(run.id);
    await this.#insist(async () => handler.settle?.(run));
    this.#deps.log.info(log, 'Run ended.');
  }

  /** Returns whether the run has ended (otherwise it continues elsewhere). */
  async #failed(lease: ClaimedRun, handler: RunHandler, thrown: unknown): Promise<boolean> {
    const { run, signal } = lease;
    const interruption =
      signal.aborted && signal.reason instanceof RunInterrupted ? signal.reason.why : undefined;
    const log = { run: run.id, kind: run.kind, tenant: run.tenantId };
    if (thrown instanceof LeaseLost || interruption === 'lease-lost') {
      this.#deps.log.warn(log, 'The lease was lost. Another worker takes over.');
      return false;
    }
    if (await this.#gaveBack(lease, interruption, thrown)) return false;
    const isStopped = interruption === 'stop';
    const { code, message } = isStopped ? STOPPED : sentence(thrown);
    await this.#insist(async () => handler.cleanUp?.(lease, message)).catch((error: unknown) =>
      this.#deps.log.warn({ ...log, err: describe(error) }, "The run couldn't be cleaned up."),
    );
    if (isStopped) {
      await this.#insist(() => lease.finish({ state: 'stopped', message }));
      return true;
    }
    this.#deps.log[code === 'internal' ? 'error' : 'warn'](
      { ...log, code, err: describe(thrown) },
      'Run failed.',
    );
    await this.#insist(() => lease.finish({ state: 'failed', errorCode: code, message }));
    return true;
  }

  /** Whether the run went back to the queue, at once or to sleep: nothing has ended it. */
  async #gaveBack(
    lease: ClaimedRun,
    interruption: RunInterruption | undefined,
    thrown: unknown,
  ): Promise<boolean> {
    const { log, patienceMs } = this.#deps;
    const { id: run, kind, tenantId: tenant } = lease.run;
    if (interruption === 'shutdown') {
      await this.#insist(() => lease.giveBack());
      return true;
    }
    const sleep = sleepAfter(thrown, this.#waited.of(lease, thrown), patienceMs);
    if (!sleep || interruption === 'stop') return false;
    log.info({ run, kind, tenant, code: sleep.code, ms: sleep.ms }, 'Run waiting.');
    await this.#insist(() => lease.giveBack(sleep));
    return true;
  }

  /**
   * Repeats a write while the database does not answer, up to the patience. Each of these writes
   * may be repeated.
   */
  async #insist(write: () => Promise<void>): Promise<void> {
    const { clock, patienceMs } = this.#deps;
    const deadline = clock.monotonicMs() + patienceMs;
    for (;;) {
      try {
        return await write();
      } catch (error) {
        const again =
          error instanceof Unavailable &&
          clock.monotonicMs() < deadline &&
          !this.#stop.signal.aborted;
        if (!again) throw error;
        await clock.sleep(DATABASE_RETRY_MS, this.#stop.signal).catch(() => undefined);
      }
    }
  }
}

/**
 * Called before work begins: a run that was cancelled meanwhile, or that ends the process each
 * time, does not start again. @throws RunInterrupted; Refused `never-ends`
 */
function assertMayBegin({ signal, takeovers }: ClaimedRun): void {
  signal.throwIfAborted();
  if (takeovers >= MAX_TAKEOVERS)
    throw new Refused(
      'never-ends',
      'The service stopped three times while working on this without making progress, so this was ended to let other work continue. Try again. If it happens again, contact whoever runs this service: it may need more memory.',
    );
}

/** What the administrator reads in the grid. */
function sentence(thrown: unknown): { code: string; message: string } {
  if (thrown instanceof ProductError) return { code: thrown.code, message: thrown.message };
  return {
    code: 'internal',
    message:
      'Something went wrong in the service. Try again. If it happens again, contact whoever runs this service.',
  };
}

/** For the log: no bodies, no headers, no configuration of a request. */
function describe(error: unknown): {
  type: string;
  message: string;
  stack?: string | undefined;
  cause?: string | undefined;
} {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error object' };
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    cause,
  };
}

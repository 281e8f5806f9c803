/**
 * The loop that works runs: claim, hand to the use case of its kind, settle by one compare-and-set.
 * The only place where a run's error is caught. Several runs go side by side; what they share is
 * the site's rate budget.
 */
import type { Log } from '../core/kernel/log.ts';
import type { Clock } from '../core/kernel/clock.ts';
import { LeaseLost, ProductError, Unavailable } from '../core/kernel/errors.ts';
import type { RunHandler } from '../core/runs/run-handler.ts';
import { RunInterrupted, type RunLease, type RunQueue } from '../core/runs/run-lease.ts';

const IDLE_MS = 500;
const DATABASE_RETRY_MS = 2_000;

export interface WorkerDeps {
  queue: RunQueue;
  handlers: RunHandler[];
  clock: Clock;
  log: Log;
  /** Runs worked side by side in this process. */
  width: number;
  /**
   * How long the worker keeps trying to write a run's end into a database that does not answer, ms.
   */
  patienceMs: number;
}

export class Worker {
  readonly #deps: WorkerDeps;
  readonly #handlers: Map<string, RunHandler>;
  readonly #active = new Set<Promise<void>>();
  readonly #databaseGoneSince = new Map<string, number>();
  readonly #stop = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(deps: WorkerDeps) {
    this.#deps = deps;
    this.#handlers = new Map(deps.handlers.map((handler) => [handler.kind.name, handler]));
  }

  start(): void {
    this.#loop = this.#run();
  }

  /** No new work; runs in hand are interrupted and given back. Resolves when all have let go. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('The service is stopping.'));
    await this.#loop;
    await this.#deps.queue.close();
    await Promise.all(this.#active);
  }

  async #run(): Promise<void> {
    const { clock, width } = this.#deps;
    while (!this.#stop.signal.aborted) {
      const lease = this.#active.size < width ? await this.#claim() : null;
      if (lease) this.#launch(lease);
      else await clock.sleep(IDLE_MS, this.#stop.signal).catch(() => undefined);
    }
  }

  async #claim(): Promise<RunLease | null> {
    const { queue, clock, log } = this.#deps;
    try {
      return await queue.claim([...this.#handlers.keys()]);
    } catch (error) {
      log.warn({ err: describe(error) }, 'The queue cannot be read; trying again.');
      await clock.sleep(DATABASE_RETRY_MS, this.#stop.signal).catch(() => undefined);
      return null;
    }
  }

  #launch(lease: RunLease): void {
    const work = this.#work(lease)
      .catch((error: unknown) =>
        this.#deps.log.error(
          { run: lease.run.id, err: describe(error) },
          'A run could not be settled; another worker will take it over.',
        ),
      )
      .finally(() => this.#active.delete(work));
    this.#active.add(work);
  }

  async #work(lease: RunLease): Promise<void> {
    const { run } = lease;
    const handler = this.#handlers.get(run.kind);
    if (!handler) throw new Error(`A run of kind ${run.kind} was claimed, which nothing works.`);
    const log = { run: run.id, kind: run.kind, tenant: run.tenantId };
    this.#deps.log.info({ ...log, fence: lease.fence }, 'Run started.');
    try {
      const outcome = await handler.work(lease);
      await this.#insist(() => lease.finish({ state: 'complete', ...outcome }));
      this.#databaseGoneSince.delete(run.id);
    } catch (error) {
      if (!(await this.#failed(lease, handler, error))) return;
    }
    await this.#insist(async () => handler.settle?.(run));
    this.#deps.log.info(log, 'Run ended.');
  }

  /** Returns whether the run has ended (otherwise it goes on elsewhere). */
  async #failed(lease: RunLease, handler: RunHandler, thrown: unknown): Promise<boolean> {
    const { run, signal } = lease;
    const interruption =
      signal.aborted && signal.reason instanceof RunInterrupted ? signal.reason.why : undefined;
    const log = { run: run.id, kind: run.kind, tenant: run.tenantId };
    if (thrown instanceof LeaseLost || interruption === 'lease-lost') {
      this.#deps.log.warn(log, 'The lease was lost; another worker goes on.');
      return false;
    }
    if (interruption === 'shutdown' || this.#mayGoOn(run.id, thrown)) {
      await this.#insist(() => lease.giveBack());
      return false;
    }
    this.#databaseGoneSince.delete(run.id);
    await this.#insist(async () => handler.cleanUp?.(lease)).catch((error: unknown) =>
      this.#deps.log.warn(
        { ...log, err: describe(error) },
        'What the run left could not be cleaned up; the sweep will do it.',
      ),
    );
    if (interruption === 'stop') {
      await this.#insist(() => lease.finish({ state: 'stopped', message: 'Stopped.' }));
      return true;
    }
    const { code, message } = sentence(thrown);
    this.#deps.log[code === 'internal' ? 'error' : 'warn'](
      { ...log, code, err: describe(thrown) },
      'Run failed.',
    );
    await this.#insist(() => lease.finish({ state: 'failed', errorCode: code, message }));
    return true;
  }

  /**
   * A database that does not answer interrupts a run; it goes on from its checkpoint when the
   * database is back, within the patience.
   */
  #mayGoOn(id: string, thrown: unknown): boolean {
    if (!(thrown instanceof Unavailable) || thrown.code !== 'database-unavailable') return false;
    const now = this.#deps.clock.monotonicMs();
    const since = this.#databaseGoneSince.get(id) ?? now;
    this.#databaseGoneSince.set(id, since);
    return now - since < this.#deps.patienceMs;
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

/** What the administrator reads in the grid. */
function sentence(thrown: unknown): { code: string; message: string } {
  if (thrown instanceof ProductError) return { code: thrown.code, message: thrown.message };
  return {
    code: 'internal',
    message:
      'The backup service met an error of its own. Try again; if it happens again, tell whoever runs the service.',
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

import { systemClock } from '../../../src/clock.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import type { RunId, TenantId } from '../../../src/core/kernel/ids.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import type { RunHandler } from '../../../src/core/runs/run-handler.ts';
import type { Run } from '../../../src/core/runs/run.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import type { LeaseTimes } from '../../../src/storage/queue/mongo-run-lease.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { Bell } from '../bell.ts';
import type { RigParts } from './rig-parts.ts';

/** Of workers that may be taken over. */
const SHORT_TIMES = { leaseMs: 400, heartbeatMs: 50, marginMs: 20 };
/** Of the one that nobody takes over: each heartbeat asks the database twice. */
const CALM_TIMES = { leaseMs: 5_000, heartbeatMs: 500, marginMs: 20 };
/** Runs that others work end without a sign. */
const LOOK_MS = 250;

/** The workers of a rig, and their runs' ends. */
export class RigWorkers {
  readonly #parts: Pick<RigParts, 'openConnection' | 'stores' | 'clock'>;
  readonly #handlers: () => RunHandler[];
  readonly #handledErrors: unknown[] = [];
  /** Rings when a run begins or ends. */
  readonly #bell = new Bell();
  #worker: Worker | undefined;

  /** `handlers`: for workers that are started without any. */
  constructor(
    parts: Pick<RigParts, 'openConnection' | 'stores' | 'clock'>,
    handlers: () => RunHandler[],
  ) {
    this.#parts = parts;
    this.#handlers = handlers;
  }

  async start(
    options: { handlers?: RunHandler[]; clock?: Clock; times?: LeaseTimes } = {},
  ): Promise<Worker> {
    const { openConnection, stores } = this.#parts;
    const { clock = this.#parts.clock, times = SHORT_TIMES } = options;
    const worker = new Worker({
      queue: new MongoRunQueue(await openConnection(), stores.runCodec, clock, times),
      handlers: options.handlers ?? this.#handlers(),
      bell: stores.bell,
      clock,
      log: {
        ...silentLog,
        info: () => this.#bell.ring(),
        error: (fields: object) => void this.#handledErrors.push(fields),
      },
      width: 4,
      patienceMs: 5_000,
    });
    worker.start();
    return worker;
  }

  /** Begins to work on what is queued. */
  async work(): Promise<void> {
    this.#worker = await this.start({ times: CALM_TIMES });
  }

  async idle(): Promise<void> {
    await this.#worker?.stop();
    this.#worker = undefined;
  }

  /** Waits until a run begins or ends, or for a little while. */
  changed(): Promise<void> {
    return this.#bell.wait(systemClock.sleep(LOOK_MS));
  }

  /** Waits for a run's end. */
  async ended(tenant: TenantId, id: RunId, withinMs: number): Promise<Run> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const changed = this.changed();
      const run = await this.#parts.stores.runs.get(tenant, id);
      if (run.state !== 'queued' && run.state !== 'running') return run;
      if (Date.now() > deadline)
        throw new Error(`the run ${run.kind} did not end: ${JSON.stringify(run.progress)}`);
      await changed;
    }
  }

  /** The last error that a worker has noted, as text. */
  get lastError(): string {
    return JSON.stringify(this.#handledErrors.at(-1) ?? '');
  }
}

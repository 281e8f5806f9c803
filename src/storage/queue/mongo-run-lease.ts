import type { Clock } from '../../core/kernel/clock.ts';
import { LeaseLost } from '../../core/kernel/errors.ts';
import {
  RunInterrupted,
  type RunEnd,
  type RunInterruption,
  type RunLease,
} from '../../core/runs/run-lease.ts';
import type { Run, RunProgress } from '../../core/runs/run.ts';
import type { Change, Collection, Filter } from '../collection.ts';
import { setFields } from '../set-fields.ts';
import type { RunCodec } from './run-codec.ts';
import type { RunDocument } from './run-document.ts';

export interface LeaseTimes {
  /** A holder whose heartbeat stood still this long is taken over, ms. */
  leaseMs: number;
  heartbeatMs: number;
  /**
   * A holder that could not beat stops this long before its lease could end: the time-out of one
   * call, ms.
   */
  marginMs: number;
}

interface LeaseParts {
  /** Those of the run's tenant. */
  runs: Collection<RunDocument>;
  codec: RunCodec;
  document: RunDocument;
  run: Run;
  clock: Clock;
  times: LeaseTimes;
  released: () => void;
}

export class MongoRunLease implements RunLease {
  readonly run: Run;
  readonly fence: number;
  readonly #parts: LeaseParts;
  readonly #abort = new AbortController();
  readonly #beating = new AbortController();
  #lastBeatMs: number;

  constructor(parts: LeaseParts) {
    this.#parts = parts;
    this.run = parts.run;
    this.fence = parts.document.fence;
    this.#lastBeatMs = parts.clock.monotonicMs();
    void this.#beat();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  async report(progress: RunProgress): Promise<void> {
    await this.#write({ $set: { progress } });
  }

  async checkpoint(value: unknown): Promise<void> {
    const { codec, document } = this.#parts;
    const checkpoint = await codec.store(document, 'checkpoint', value);
    await this.#write({ $set: { checkpoint } });
  }

  async finish({ result, ...end }: RunEnd): Promise<void> {
    const { codec, document } = this.#parts;
    const goesOn = codec.kinds.of(document)?.resumable === true && end.state !== 'complete';
    const obsolete = goesOn ? { holder: undefined } : { holder: undefined, checkpoint: undefined };
    try {
      const stored = await codec.store(document, 'result', result);
      await this.#write(setFields({ ...end, result: stored, endedAt: new Date(), ...obsolete }));
    } catch (error) {
      if (!(error instanceof LeaseLost && (await this.#endedAs(end.state)))) throw error;
    }
    this.#release();
  }

  async giveBack(): Promise<void> {
    await this.#write({ $set: { state: 'queued' }, $unset: { holder: 1 } }).catch(
      (error: unknown) => {
        if (!(error instanceof LeaseLost)) throw error;
      },
    );
    this.#release();
  }

  /** The process is stopping: the work is interrupted and gives the run back. */
  async shutDown(): Promise<void> {
    this.#interrupt('shutdown');
  }

  /** Every write of a holder: counts only while the run is still this holder's. */
  async #write(change: Change): Promise<void> {
    if (await this.#parts.runs.update(this.#held(), change)) return;
    this.#interrupt('lease-lost');
    throw new LeaseLost();
  }

  #held(): Filter {
    return { _id: this.#parts.document._id, fence: this.fence, state: 'running' };
  }

  /**
   * After a lost answer the finishing write is sent again and finds the run ended: by us, if fence
   * and state fit.
   */
  async #endedAs(state: Run['state']): Promise<boolean> {
    const { runs, document } = this.#parts;
    return (await runs.count({ _id: document._id, fence: this.fence, state })) === 1;
  }

  async #beat(): Promise<void> {
    const { clock, times } = this.#parts;
    while (!this.#beating.signal.aborted) {
      await clock.sleep(times.heartbeatMs, this.#beating.signal).catch(() => undefined);
      if (this.#beating.signal.aborted) return;
      try {
        await this.#beatOnce();
      } catch {
        // The database does not answer: beat again, and let go before somebody else may take over.
        if (clock.monotonicMs() - this.#lastBeatMs > times.leaseMs - times.marginMs)
          this.#interrupt('lease-lost');
      }
    }
  }

  async #beatOnce(): Promise<void> {
    const { runs, clock } = this.#parts;
    const beat = { $inc: { heartbeat: 1 } };
    const now = await runs.findOneAndUpdate(this.#held(), beat, { cancelRequested: 1 });
    if (!now) return this.#interrupt('lease-lost');
    this.#lastBeatMs = clock.monotonicMs();
    if (now.cancelRequested) this.#interrupt('stop');
  }

  #interrupt(why: RunInterruption): void {
    if (why === 'lease-lost') this.#release();
    if (!this.#abort.signal.aborted) this.#abort.abort(new RunInterrupted(why));
  }

  #release(): void {
    this.#beating.abort(new RunInterrupted('lease-lost'));
    this.#parts.released();
  }
}

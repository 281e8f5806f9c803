import type { Model } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import { LeaseLost } from '../../core/kernel/errors.ts';
import type { JsonValue } from '../../core/kernel/json.ts';
import {
  RunInterrupted,
  type Run,
  type RunInterruption,
  type RunLease,
  type RunProgress,
} from '../../core/runs/run.ts';
import { translated } from '../translate-errors.ts';
import { toRun, type RunDocument } from './run-document.ts';
import type { SealedResults } from './sealed-results.ts';

export interface LeaseTimes {
  /** A holder whose heartbeat stood still this long is taken over, ms. */
  leaseMs: number;
  heartbeatMs: number;
  /** A holder that could not beat stops this long before its lease could end: the time-out of one call, ms. */
  marginMs: number;
}

interface Parts {
  model: Model<RunDocument>;
  results: SealedResults;
  document: RunDocument;
  clock: Clock;
  times: LeaseTimes;
  released: () => void;
}

export class MongoRunLease implements RunLease {
  readonly run: Run;
  readonly fence: number;
  readonly #parts: Parts;
  readonly #abort = new AbortController();
  readonly #beating = new AbortController();
  #lastBeatMs: number;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.run = toRun(parts.document);
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

  async checkpoint(checkpoint: JsonValue): Promise<void> {
    await this.#write({ $set: { checkpoint } });
  }

  async finish({
    result,
    ...end
  }: {
    state: 'complete' | 'failed' | 'stopped';
    message?: string;
    errorCode?: string;
    result?: JsonValue;
  }): Promise<void> {
    try {
      const resumable = this.run.kind === 'restore' && end.state !== 'complete';
      const found =
        result === undefined ? {} : { result: await this.#parts.results.stored(this.run, result) };
      await this.#write({
        $set: { ...end, ...found, endedAt: new Date() },
        $unset: { holder: 1, ...(resumable ? {} : { checkpoint: 1 }) },
      });
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
  async #write(change: object): Promise<void> {
    const { model, document } = this.#parts;
    const written = await translated(() =>
      model.updateOne({ _id: document._id, fence: this.fence, state: 'running' }, change).exec(),
    );
    if (written.matchedCount === 1) return;
    this.#interrupt('lease-lost');
    throw new LeaseLost();
  }

  /** After a lost answer the finishing write is sent again and finds the run ended: by us, if fence and state fit. */
  async #endedAs(state: Run['state']): Promise<boolean> {
    const { model, document } = this.#parts;
    return (
      (await translated(() =>
        model.countDocuments({ _id: document._id, fence: this.fence, state }).exec(),
      )) === 1
    );
  }

  async #beat(): Promise<void> {
    const { clock, times, model, document } = this.#parts;
    while (!this.#beating.signal.aborted) {
      await clock.sleep(times.heartbeatMs, this.#beating.signal).catch(() => undefined);
      if (this.#beating.signal.aborted) return;
      try {
        const now = await model
          .findOneAndUpdate(
            { _id: document._id, fence: this.fence, state: 'running' },
            { $inc: { heartbeat: 1 } },
            { returnDocument: 'after', projection: { cancelRequested: 1 } },
          )
          .lean<Pick<RunDocument, 'cancelRequested'>>()
          .exec();
        if (!now) return this.#interrupt('lease-lost');
        this.#lastBeatMs = clock.monotonicMs();
        if (now.cancelRequested) this.#interrupt('stop');
      } catch {
        // The database does not answer: beat again, and let go before somebody else may take over.
        if (clock.monotonicMs() - this.#lastBeatMs > times.leaseMs - times.marginMs)
          this.#interrupt('lease-lost');
      }
    }
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

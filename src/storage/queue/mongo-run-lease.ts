import { z } from 'zod';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { LeaseLost } from '../../core/kernel/errors.ts';
import { storedField } from '../../core/runs/run-fields.ts';
import {
  RunInterrupted,
  type ClaimedRun,
  type RunEnd,
  type RunInterruption,
  type RunSleep,
} from '../../core/runs/run-lease.ts';
import type { Run, RunProgress, RunWaiting } from '../../core/runs/run.ts';
import type { Change, Collection, Filter } from '../collection.ts';
import { setFields } from '../set-fields.ts';
import { isCancelled } from './candidate.ts';
import type { RunCodec } from './run-codec.ts';
import type { RunDocument } from './run-document.ts';

/** A higher number was changed in the database: then the mark says nothing. */
const MAX_TIMES = 1_000_000;
const MAX_MISSED = 3;

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

/** What was changed in the database says nothing of how long a run has waited. */
const Waiting = z.object({
  code: z.string(),
  why: z.string(),
  since: z.date(),
  times: z.int().min(0).max(MAX_TIMES),
  until: z.date(),
  sleptMs: z.number().min(0).optional().catch(undefined),
});

interface LeaseParts {
  /** Those of the run's tenant. */
  runs: Collection<RunDocument>;
  codec: RunCodec;
  document: RunDocument;
  run: Run;
  clock: Clock;
  /** Before the claim was sent, by the monotonic clock, ms. */
  claimedMs: number;
  times: LeaseTimes;
  released: () => void;
  /** Before it is released: the database didn't take its beats. */
  silenced: () => void;
}

export class MongoRunLease implements ClaimedRun {
  readonly run: Run;
  readonly fence: number;
  readonly holder: string;
  readonly #parts: LeaseParts;
  readonly #abort = new AbortController();
  readonly #beating = new AbortController();
  /** When the last beat that counted was sent, by the monotonic clock. */
  #lastBeatMs: number;
  /** Beats in a row that failed, or have had no answer yet. */
  #missed = 0;
  #takeovers: number;
  #waiting: RunWaiting | undefined;

  constructor(parts: LeaseParts) {
    const { document, run, claimedMs } = parts;
    this.#parts = parts;
    this.run = run;
    this.fence = document.fence;
    this.holder = document.holder ?? '';
    this.#takeovers = document.takeovers ?? 0;
    this.#waiting = Waiting.safeParse(document.waiting).data;
    this.#lastBeatMs = claimedMs;
    if (isCancelled(document)) this.#interrupt('stop');
    void this.#beat();
  }

  get takeovers(): number {
    return this.#takeovers;
  }

  get waiting(): RunWaiting | undefined {
    return this.#waiting;
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
    if (!this.#isAhead(value)) return this.#write({ $set: { checkpoint } });
    await this.#write({ $set: { checkpoint, takeovers: 0 }, $unset: { waiting: 1 } });
    this.#takeovers = 0;
    this.#waiting = undefined;
  }

  async finish({ result, ...end }: RunEnd): Promise<void> {
    const { codec, document } = this.#parts;
    const goesOn = codec.kinds.of(document)?.resumable === true && end.state !== 'complete';
    const ended = { holder: undefined, waiting: undefined };
    const obsolete = goesOn ? ended : { ...ended, checkpoint: undefined };
    try {
      const stored = await codec.store(document, 'result', result);
      await this.#write(setFields({ ...end, result: stored, endedAt: new Date(), ...obsolete }));
    } catch (error) {
      if (!(error instanceof LeaseLost && (await this.#endedAs(end.state)))) throw error;
    }
    this.#release();
  }

  async giveBack(sleep?: RunSleep): Promise<void> {
    const waiting = sleep && this.#asleep(sleep);
    const asleepAt = new Date(this.#parts.clock.now());
    const asleep = waiting ? { waiting, notBefore: waiting.until, asleepAt } : {};
    const change = { $set: { state: 'queued', ...asleep }, $unset: { holder: 1 } };
    await this.#write(change).catch((error: unknown) => {
      if (!(error instanceof LeaseLost)) throw error;
    });
    this.#release();
  }

  letGo(): void {
    this.#interrupt('lease-lost');
  }

  /** The process is stopping: the work is interrupted and gives the run back. */
  async shutDown(): Promise<void> {
    this.#interrupt('shutdown');
  }

  #asleep({ ms, code, why }: RunSleep): RunWaiting {
    const now = this.#parts.clock.now();
    const before = this.#waiting?.code === code ? this.#waiting : undefined;
    const { since = new Date(now), times = 0, sleptMs = 0 } = before ?? {};
    const until = new Date(now + ms);
    return { code, why, since, times: times + 1, until, sleptMs: sleptMs + ms };
  }

  /**
   * Whether a checkpoint tells of more than the one that a holder before has left, where it matters
   * that the run gets further.
   */
  #isAhead(value: unknown): boolean {
    if (this.#takeovers === 0 && this.#waiting === undefined) return false;
    const { checkpoint: before } = this.run;
    if (before === undefined) return true;
    const kind = this.#parts.codec.kinds.of(this.run);
    const textOf = (checkpoint: unknown) =>
      JSON.stringify(storedField(kind?.headway ? kind.headway(checkpoint) : checkpoint));
    return textOf(value) !== textOf(before);
  }

  /** Every write of a holder: counts only while the run is still this holder's. */
  async #write(change: Change): Promise<void> {
    if (await this.#parts.runs.update(this.#held(), change)) return;
    this.#interrupt('lease-lost');
    throw new LeaseLost();
  }

  #held(): Filter {
    const { fence, holder } = this;
    return { _id: this.#parts.document._id, fence, holder, state: 'running' };
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
    let isUnderWay = false;
    while (!this.#beating.signal.aborted) {
      await clock.sleep(times.heartbeatMs, this.#beating.signal).catch(() => undefined);
      if (this.#beating.signal.aborted) return;
      if (this.#isEnding()) {
        this.#parts.silenced();
        return this.#interrupt('lease-lost');
      }
      this.#missed += 1;
      // Not waited for: a database that is silent holds a call for longer than a lease.
      if (isUnderWay) continue;
      isUnderWay = true;
      void this.#beatOnce()
        .catch(() => undefined) // the next one may get through
        .finally(() => {
          isUnderWay = false;
        });
    }
  }

  /**
   * Whether to let go before somebody else may take over. Not for one late beat: after a machine
   * was suspended, the next one says whether the run is still held.
   */
  #isEnding(): boolean {
    const { clock, times } = this.#parts;
    const heldMs = clock.monotonicMs() - this.#lastBeatMs;
    return this.#missed >= MAX_MISSED && heldMs >= times.leaseMs - times.marginMs;
  }

  async #beatOnce(): Promise<void> {
    const { runs, clock } = this.#parts;
    const sentMs = clock.monotonicMs();
    if (!(await runs.update(this.#held(), { $inc: { heartbeat: 1 } })))
      return this.#interrupt('lease-lost');
    this.#lastBeatMs = sentMs;
    this.#missed = 0;
    const [held] = await runs.find(this.#held(), { select: { cancelRequested: 1 } });
    if (held && isCancelled(held)) this.#interrupt('stop');
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

import type { Run, RunProgress, RunWaiting } from './run.ts';

/** How a run ends. */
export interface RunEnd<Result = unknown> {
  state: 'complete' | 'failed' | 'stopped';
  message?: string | undefined;
  errorCode?: string | undefined;
  result?: Result | undefined;
}

/** A run that cannot continue now: how long it sleeps in the queue, ms, and what it waits for. */
export interface RunSleep extends Pick<RunWaiting, 'code' | 'why'> {
  ms: number;
}

/**
 * The lease on a claimed run: everything a holder writes goes through it and filters on {id, fence,
 * holder, state: running}.
 */
export interface RunLease<Input = unknown, Checkpoint = unknown, Result = unknown> {
  readonly run: Run<Input, Checkpoint, Result>;
  readonly fence: number;
  /** The random name of this holder: no other claim has it, whatever became of the database. */
  readonly holder: string;
  /**
   * Aborted when the lease is lost, when Stop was asked for, or when the process shuts down; the
   * reason tells which.
   */
  readonly signal: AbortSignal;
  /** Progress is best effort and may be dropped. @throws LeaseLost */
  report(progress: RunProgress): Promise<void>;
  /** @throws LeaseLost */
  checkpoint(checkpoint: Checkpoint): Promise<void>;
  /** Ends the run by one compare-and-set. @throws LeaseLost */
  finish(end: RunEnd<Result>): Promise<void>;
  /**
   * Back to `queued` for another worker, checkpoint kept: at once, or after it has slept.
   * Idempotent.
   */
  giveBack(sleep?: RunSleep): Promise<void>;
}

/** A lease as the queue gives it, with what is known of the run's earlier holders. */
export interface ClaimedRun extends RunLease {
  /**
   * How often in a row the run was taken over from a vanished holder without a newer checkpoint.
   */
  readonly takeovers: number;
  /** What it has slept for since it last made progress. */
  readonly waiting: RunWaiting | undefined;
  /** Holds it no longer, without a word to anybody: another worker takes it over. Idempotent. */
  letGo(): void;
}

/** The abort reasons of a lease's signal. */
export type RunInterruption = 'stop' | 'shutdown' | 'lease-lost';
export class RunInterrupted extends Error {
  readonly why: RunInterruption;
  constructor(why: RunInterruption) {
    super(`run interrupted: ${why}`);
    this.why = why;
    this.name = 'RunInterrupted';
  }
}

/** By this name a bell rings in the process that has queued a run. */
export const RUN_QUEUED = 'run queued';

export interface RunQueue {
  /**
   * Claims a run of one of these kinds. First those that only have to end: cancelled after they had
   * begun, or taken over too often; they are claimed without `room` as well. Then one whose
   * holder's heartbeat stood still for a whole lease on this process's own monotonic clock. Then a
   * queued one: tenants take turns, and none has more of this process's runs than its share; of a
   * tenant's own the oldest, what is scheduled after what a person asked for unless it has waited
   * long. `null` when there is nothing to do. To be called without room as well: a holder that is
   * watched only now and then is taken over late.
   */
  claim(kinds: readonly string[], options?: { room: boolean }): Promise<ClaimedRun | null>;
  /** Gives back every lease this process holds. */
  close(): Promise<void>;
}

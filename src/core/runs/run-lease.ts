import type { Run, RunProgress } from './run.ts';

/** How a run ends. */
export interface RunEnd<Result = unknown> {
  state: 'complete' | 'failed' | 'stopped';
  message?: string | undefined;
  errorCode?: string | undefined;
  result?: Result | undefined;
}

/**
 * The lease on a claimed run: everything a holder writes goes through it and filters on {id, fence,
 * state: running}.
 */
export interface RunLease<Input = unknown, Checkpoint = unknown, Result = unknown> {
  readonly run: Run<Input, Checkpoint, Result>;
  readonly fence: number;
  /**
   * Aborted when the lease is lost, when Stop was asked for, or when the process shuts down; the
   * reason tells which.
   */
  readonly signal: AbortSignal;
  /** Progress is best effort and may be thrown away. @throws LeaseLost */
  report(progress: RunProgress): Promise<void>;
  /** @throws LeaseLost */
  checkpoint(checkpoint: Checkpoint): Promise<void>;
  /** Ends the run by one compare-and-set. @throws LeaseLost */
  finish(end: RunEnd<Result>): Promise<void>;
  /** Back to `queued` for another worker, checkpoint kept (shutdown). Idempotent. */
  giveBack(): Promise<void>;
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

export interface RunQueue {
  /**
   * Claims the oldest queued run of one of these kinds, those that a person asked for first, or one
   * whose holder's heartbeat stood still for a whole lease on this process's own monotonic clock.
   * `null` when there is nothing to do.
   */
  claim(kinds: readonly string[]): Promise<RunLease | null>;
  /** Gives back every lease this process holds. */
  close(): Promise<void>;
}

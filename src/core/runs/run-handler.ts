import type { RunKind } from './run-kind.ts';
import type { RunLease } from './run-lease.ts';
import type { Run } from './run.ts';

/** What a run that went well leaves: kept in the run's document by the finishing write. */
export type RunOutcome<Result = unknown> = { message?: string } & (undefined extends Result
  ? { result?: Result }
  : { result: Result });

/**
 * The use case behind a kind of run. Throws a ProductError to fail with its sentence,
 * RunInterrupted when the lease's signal says so.
 */
export interface RunHandler<Input = unknown, Checkpoint = unknown, Result = unknown> {
  readonly kind: RunKind<Input, Checkpoint, Result>;
  work(lease: RunLease<Input, Checkpoint, Result>): Promise<RunOutcome<Result>>;
  /**
   * Cleans up what a run left that is about to end as failed or stopped; `why` is the sentence that
   * it ends with. Repeatable.
   */
  cleanUp?(lease: RunLease<Input, Checkpoint, Result>, why: string): Promise<void>;
  /**
   * Brings what is derived from runs up to date, after the run has ended in any way. Repeatable.
   */
  settle?(run: Run<Input, Checkpoint, Result>): Promise<void>;
}

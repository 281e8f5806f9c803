import type { JsonValue } from '../kernel/json.ts';
import type { RunLease, RunKind } from './run.ts';

/** What a run that went well leaves: kept in the run's document by the finishing write. */
export interface RunOutcome {
  message?: string;
  result?: JsonValue;
}

/** The use case behind a kind of run. Throws a ProductError to fail with its sentence, RunInterrupted when the lease's signal says so. */
export interface RunHandler {
  readonly kind: RunKind;
  work(lease: RunLease): Promise<RunOutcome>;
  /** Cleans up what a run left that ended as failed or stopped. Repeatable. */
  cleanUp?(lease: RunLease): Promise<void>;
  /** Brings what is derived from runs up to date, after the run has ended in any way. Repeatable. */
  settle?(run: RunLease['run']): Promise<void>;
}

import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { Page } from '../kernel/page.ts';
import type { Person } from '../kernel/person.ts';
import type { RunKind } from './run-kind.ts';
import type { Run, RunState } from './run.ts';

export interface NewRun<Input = unknown, Checkpoint = unknown, Result = unknown> {
  id: RunId;
  tenantId: TenantId;
  kind: RunKind<Input, Checkpoint, Result>;
  input: Input;
  catalogId?: CatalogId | undefined;
  backupId?: RunId | undefined;
  of?: RunId | undefined;
  trigger: 'manual' | 'scheduled';
  requestedBy: Person;
  /** For runs that may be requested again and again. */
  asked?: Asked | undefined;
}

/** A key for what a run does, and how often that was requested up to this run. */
export interface Asked {
  key: string;
  number: number;
}

export interface LastAsked extends Pick<Run, 'id' | 'state' | 'endedAt'> {
  number: number;
}

export interface RunStore {
  /**
   * Inserts as `queued`. Idempotent by id (a second insert of the same id changes nothing). @throws
   * NotFound when the run was removed since
   */
  enqueue<Input, Checkpoint, Result>(
    run: NewRun<Input, Checkpoint, Result>,
  ): Promise<Run<Input, Checkpoint, Result>>;
  /** @throws NotFound, also for another tenant's; Damaged */
  get(tenantId: TenantId, id: RunId): Promise<Run>;
  /** @throws NotFound, also for another tenant's and for a run of another kind; Damaged */
  getOf<Input, Checkpoint, Result>(
    kind: RunKind<Input, Checkpoint, Result>,
    tenantId: TenantId,
    id: RunId,
  ): Promise<Run<Input, Checkpoint, Result>>;
  /** The ones of these that exist, in any order, without checkpoint and result. */
  find(tenantId: TenantId, ids: RunId[]): Promise<Run[]>;
  /** The newest of the runs requested under this key, also if the rest of it can't be read. */
  lastAsked(tenantId: TenantId, key: string): Promise<LastAsked | undefined>;
  /**
   * Marks for cancelling. A queued run that never began ends as `stopped` at once, one that had
   * begun as soon as a worker has cleaned up. Returns the run as it is now. @throws NotFound
   */
  requestCancel(tenantId: TenantId, id: RunId, by: Person): Promise<Run>;
  /** Newest first, without checkpoints. */
  list<Input, Checkpoint, Result>(
    tenantId: TenantId,
    filter: RunFilter<Input, Checkpoint, Result>,
  ): Promise<Page<Run<Input, Checkpoint, Result>>>;
  /** The first `most` of that list, without their number. */
  newest<Input, Checkpoint, Result>(
    tenantId: TenantId,
    most: number,
    filter: Omit<RunFilter<Input, Checkpoint, Result>, 'page' | 'pageSize'>,
  ): Promise<Run<Input, Checkpoint, Result>[]>;
  /** All open runs of the tenant (for the grid), without checkpoints. */
  open(tenantId: TenantId): Promise<Run[]>;
  /** How many the filter matches. */
  count<Input, Checkpoint, Result>(
    tenantId: TenantId,
    filter: RunFilter<Input, Checkpoint, Result>,
  ): Promise<number>;
  /** How many open runs of the tenant a person has asked for. */
  countOpen(tenantId: TenantId): Promise<number>;
  /**
   * A run of a resumable kind that failed or was stopped continues from its checkpoint: back to
   * `queued`. @throws Conflict `not-resumable` for any other
   */
  requeue(tenantId: TenantId, id: RunId, by: Person): Promise<Run>;
  /**
   * Ends open runs, of all tenants, whose kind is none because it was changed in the database: no
   * worker would take them. Returns which.
   */
  endOdd(): Promise<{ tenantId: TenantId; id: RunId }[]>;
  /**
   * What can't be read of a run because it was changed in the database is replaced, if no worker
   * would come across it: it has ended, or its state is none, and then it has failed. Repeatable.
   */
  mend(tenantId: TenantId, id: RunId): Promise<void>;
  /**
   * The runs are gone for everybody. The id of a scheduled one is not given a second run: what
   * would queue it again, however late, changes nothing. Repeatable.
   */
  remove(tenantId: TenantId, ids: readonly RunId[]): Promise<void>;
}

export interface RunFilter<Input = unknown, Checkpoint = unknown, Result = unknown> {
  kind?: RunKind<Input, Checkpoint, Result> | undefined;
  of?: RunId | undefined;
  catalogId?: CatalogId | undefined;
  states?: RunState[] | undefined;
  trigger?: 'manual' | 'scheduled' | undefined;
  /** The account of who asked. */
  requestedBy?: string | undefined;
  /** Leaves out results, which may be large. */
  withoutResults?: boolean | undefined;
  /** From 1. */
  page?: number | undefined;
  /** Default: 20. */
  pageSize?: number;
}

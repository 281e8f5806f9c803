import type { Page } from '../kernel/page.ts';
import type { Person } from '../kernel/person.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { JsonValue } from '../kernel/json.ts';
import type { SiteWait } from '../assets/ports/site-wait.ts';

export type RunKind =
  | 'backup'
  | 'sync'
  | 'verify'
  | 'delete-backup'
  | 'delete-schema'
  | 'restore-plan'
  | 'restore'
  | 'restore-check';
/** `stopped` = the administrator's Stop. */
export type RunState = 'queued' | 'running' | 'complete' | 'failed' | 'stopped';
/** A run in one of these has not ended. */
export const OPEN_STATES = ['queued', 'running'] as const satisfies RunState[];

export interface RunProgress {
  /** What is being done, in words: "Reading objects". */
  step: string;
  done: number;
  /** 0 = not known yet. */
  total: number;
  /** Units per second over the last while; 0 = not known yet. */
  rate: number;
  wait?: SiteWait | null;
}

/**
 * One piece of long work, as one document with a state, a fence number, progress, a cancel mark and a checkpoint. The backup
 * that a run of kind `backup` took has the same id.
 */
export interface Run {
  id: RunId;
  tenantId: TenantId;
  kind: RunKind;
  /** What it works on, if it is a schema. */
  catalogId?: CatalogId;
  /** What it works on, if it is a backup (verify, delete-backup, restores). */
  backupId?: RunId;
  /** What was decided about it, by kind: for restores a `RestoreInput` (core/restores/restore-input.ts). */
  input?: JsonValue;
  /** The run that it belongs to: of a check, the restore. */
  of?: RunId;
  state: RunState;
  trigger: 'manual' | 'scheduled';
  /** The administrator who asked; account id and name. */
  requestedBy: Person;
  queuedAt: Date;
  startedAt?: Date;
  endedAt?: Date;
  progress: RunProgress;
  cancelRequested: boolean;
  cancelledBy?: Person;
  /** Grows with every claim; writes of an older holder do not count. */
  fence: number;
  /** What a successor needs to go on; written fenced. */
  checkpoint?: JsonValue;
  /** A sentence for the administrator, when failed; also a note on success. */
  message?: string;
  /** Stable code of the error, when failed. */
  errorCode?: string;
  /** What came out, by kind. */
  result?: JsonValue;
}

export const isOpen = ({ state }: Pick<Run, 'state'>): boolean =>
  (OPEN_STATES as readonly RunState[]).includes(state);

export interface NewRun {
  id: RunId;
  tenantId: TenantId;
  kind: RunKind;
  catalogId?: CatalogId;
  backupId?: RunId;
  input?: JsonValue;
  of?: RunId;
  trigger: 'manual' | 'scheduled';
  requestedBy: Person;
}

/** The lease on a claimed run: everything a holder writes goes through it and filters on {id, fence, state: running}. */
export interface RunLease {
  readonly run: Run;
  readonly fence: number;
  /** Aborted when the lease is lost, when Stop was asked for, or when the process shuts down; the reason tells which. */
  readonly signal: AbortSignal;
  /** Progress is best effort and may be thrown away. @throws LeaseLost */
  report(progress: RunProgress): Promise<void>;
  /** @throws LeaseLost */
  checkpoint(checkpoint: JsonValue): Promise<void>;
  /** Ends the run by one compare-and-set. @throws LeaseLost */
  finish(end: {
    state: 'complete' | 'failed' | 'stopped';
    message?: string;
    errorCode?: string;
    result?: JsonValue;
  }): Promise<void>;
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

export interface RunStore {
  /** Inserts as `queued`. Idempotent by id (a second insert of the same id changes nothing). @throws NotFound when the run was removed since */
  enqueue(run: NewRun): Promise<Run>;
  /** @throws NotFound, also for another tenant's */
  get(tenantId: TenantId, id: RunId): Promise<Run>;
  /** Those of these that are there, in any order. */
  find(tenantId: TenantId, ids: RunId[]): Promise<Run[]>;
  /** Marks for cancelling; a queued run ends as `stopped` at once. Returns the run as it is now. @throws NotFound */
  requestCancel(tenantId: TenantId, id: RunId, by: Person): Promise<Run>;
  /** Newest first. */
  list(tenantId: TenantId, filter: RunFilter): Promise<Page<Run>>;
  /** All open runs of the tenant (for the grid). */
  open(tenantId: TenantId): Promise<Run[]>;
  /** A restore that failed or was stopped goes on from its checkpoint: back to `queued`. @throws Conflict `not-resumable` when it is in another state */
  requeue(tenantId: TenantId, id: RunId, by: Person): Promise<Run>;
  /** The run is gone for everybody. The id of a scheduled one is not given a second run: what would queue it again, however late, changes nothing. */
  remove(tenantId: TenantId, id: RunId): Promise<void>;
}

export interface RunFilter {
  kind?: RunKind;
  of?: RunId;
  catalogId?: CatalogId;
  states?: RunState[];
  trigger?: 'manual' | 'scheduled';
  /** By `endedAt`, inclusive. */
  from?: Date;
  to?: Date;
  /** From 1. */
  page?: number;
  /** 20 unless told otherwise. */
  pageSize?: number;
}

export interface RunQueue {
  /**
   * Claims the oldest queued run of one of these kinds, those that a person asked for first, or one whose holder's heartbeat stood still for a whole lease on this
   * process's own monotonic clock. `null` when there is nothing to do.
   */
  claim(kinds: RunKind[]): Promise<RunLease | null>;
  /** Gives back every lease this process holds. */
  close(): Promise<void>;
}

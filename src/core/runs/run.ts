import type { SiteWait } from '../assets/ports/site/site-wait.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import type { Person } from '../kernel/person.ts';

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
 * A run that cannot continue now sleeps in the queue and holds no worker. Kept until the run makes
 * progress, to know how long it has waited for the same thing.
 */
export interface RunWaiting {
  /** Of the error that says what it waits for. */
  code: string;
  /** The same for the administrator, as a sentence. */
  why: string;
  /** When it was put to sleep for this first, and how often since. */
  since: Date;
  times: number;
  /** For how long in all, ms; earlier versions didn't say. */
  sleptMs?: number | undefined;
  /** It is not worked on before this time. */
  until: Date;
}

/**
 * One piece of long work, as one document with a state, a fence number, progress, a cancel mark and
 * a checkpoint. Its kind says what input, checkpoint and result are: `isOfKind` tells them apart.
 * They are read when they are first asked for. @throws Refused `run-unreadable` |
 * `checkpoint-unusable` then. The backup that a run of kind `backup` took has the same id.
 */
export interface Run<Input = unknown, Checkpoint = unknown, Result = unknown> {
  id: RunId;
  tenantId: TenantId;
  /** The name of its kind. */
  kind: string;
  /** What it works on, if it is a schema. */
  catalogId?: CatalogId | undefined;
  /** What it works on, if it is a backup (verify, delete-backup, restores). */
  backupId?: RunId | undefined;
  /** What was decided about it when it was asked for. */
  readonly input: Input;
  /** The run that it belongs to: of a check, the restore. */
  of?: RunId | undefined;
  state: RunState;
  trigger: 'manual' | 'scheduled';
  /** The administrator who asked. */
  requestedBy: Person;
  /**
   * Higher than that of each run of the tenant that was asked for before; lists are ordered by it.
   * Older versions gave none: those runs came before all others.
   */
  sequence?: number | undefined;
  /** The last time: of a run that was resumed, when that was. */
  queuedAt: Date;
  /** When it was asked for, of a run that was resumed. */
  firstQueuedAt?: Date;
  startedAt?: Date;
  endedAt?: Date;
  progress: RunProgress;
  waiting?: RunWaiting;
  cancelRequested: boolean;
  cancelledBy?: Person;
  /** Grows with every claim; writes of an older holder do not count. */
  fence: number;
  /** The random names of its holders, the last one last: what they stored elsewhere bears them. */
  holders: readonly string[];
  /** What a successor needs to continue. */
  readonly checkpoint?: Checkpoint | undefined;
  /** A sentence for the administrator, when failed; also a note on success. */
  message?: string;
  /** Stable code of the error, when failed. */
  errorCode?: string;
  /** What came out, of a complete run. */
  readonly result?: Result | undefined;
}

export const isOpen = ({ state }: Pick<Run, 'state'>): boolean =>
  (OPEN_STATES as readonly RunState[]).includes(state);

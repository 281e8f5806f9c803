import type { RunId, TenantId } from '../../kernel/ids.ts';

/** In display order. */
export const ISSUE_OUTCOMES = ['set', 'right', 'changed', 'missing', 'failed', 'pending'] as const;
/**
 * What became of an issue of the backup: its fields were set, they lead to the right objects
 * already, somebody changed them since the backup, the destination has no such issue, they could
 * not be set; `pending`: they were about to be set when the restore was interrupted.
 */
export type IssueOutcome = (typeof ISSUE_OUTCOMES)[number];

/**
 * A restore's change of an issue that nobody but restores had changed since its backup. Times as
 * the site writes them.
 */
export interface OwnUpdate {
  /** Of the issue in the backup. */
  issueId: string;
  /** When the issue was last updated before its backup. */
  since: string;
  /** When the restore changed it. */
  updated: string;
}

/** A line of a restore's report about one issue. */
export interface IssueLine {
  /** Of the issue in the backup. */
  issueId: string;
  key: string;
  summary: string;
  outcome: IssueOutcome;
  /** Names of the fields that this is about. */
  fields: string[];
  /** Why, in a sentence. */
  reason?: string | undefined;
  /** Absent: not set, or perhaps changed by others as well. */
  ownUpdate?: Omit<OwnUpdate, 'issueId'> | undefined;
}

/** Whose issues these are, and from which site to which. */
interface IssueRoute {
  tenantId: TenantId;
  runId: RunId;
  fence: number;
  sourceWorkspace: string;
  targetWorkspace: string;
}

export type IssueCounts = Record<IssueOutcome, number>;

/** What restores report about issues. Lines of a higher fence win. */
export interface IssueLines {
  /** Saves or replaces lines by issue; what they say in words is sealed. */
  note(route: IssueRoute, lines: IssueLine[]): Promise<void>;
  /** In no particular order, without their `ownUpdate`. */
  lines(tenantId: TenantId, runId: RunId, only?: IssueOutcome): AsyncIterable<IssueLine>;
  counts(tenantId: TenantId, runId: RunId): Promise<IssueCounts>;
  /** Of all restores between the same sites, those of these issues. */
  ownUpdates(
    between: Omit<IssueRoute, 'runId' | 'fence'>,
    issueIds: readonly string[],
  ): Promise<OwnUpdate[]>;
}

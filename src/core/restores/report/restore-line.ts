import type { MissingCause } from './missing-cause.ts';
import type { AddedThings } from '../restore-facts.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { IssueCounts, IssueLines } from './issue-line.ts';

export type Outcome = 'created' | 'updated' | 'left' | 'skipped' | 'failed';
export interface LeftOut {
  attribute: string;
  value: string;
  reason: string;
  /** What the value refers to and the destination lacks, if that is the reason. */
  missing?: MissingKind | undefined;
  /** Why it is missing, if known; older versions did not say. */
  cause?: MissingCause | undefined;
}
export type MissingKind = 'user' | 'group' | 'status' | 'project' | 'version' | 'reference';

/** What became of one object of the backup. Those that have a target are the run's id map. */
export interface RestoreLine {
  sourceId: string;
  sourceKey: string;
  label: string;
  typeName: string;
  outcome: Outcome;
  targetId?: string | undefined;
  targetKey?: string | undefined;
  /** Why it failed, was skipped or was left, in sentences. */
  reason?: string | undefined;
  /** Values that were not written. */
  leftOut?: LeftOut[] | undefined;
}

/** How many objects had which outcome. */
export type RestoreCounts = Record<Outcome, number> & {
  /** Of objects that didn't fail. */
  valuesLeftOut: number;
  /** Objects that are there without all of their values; older versions did not count them. */
  incomplete?: number | undefined;
  /** Where issues were restored. */
  issues?: IssueCounts | undefined;
  /** Of which the destination lacks some, once the restore is complete. */
  lacking?: AddedThings[] | undefined;
};

/** Between which schemas the id map of a run leads. */
export interface RestoreRoute {
  tenantId: TenantId;
  runId: RunId;
  fence: number;
  sourceWorkspace: string;
  targetWorkspace: string;
  targetSchemaId: string;
}

export interface KnownId {
  sourceId: string;
  targetId: string;
  targetSchemaId: string;
  runId: RunId;
  outcome: Outcome;
}

/**
 * The reports of restores, their id maps and intents. Lines of a higher fence win, so that a late
 * worker changes nothing its successor wrote.
 */
export interface RestoreStore {
  /** What became of issues that name objects. */
  readonly issues: IssueLines;
  /** Saves or replaces lines by source id; what they say in words is sealed. */
  note(route: RestoreRoute, lines: RestoreLine[]): Promise<void>;
  /**
   * Notes that these objects are about to be created: until a line says what became of one, it may
   * be there. Insert-only.
   */
  intend(route: RestoreRoute, sourceIds: string[]): Promise<void>;
  /** Intended objects of the run without a line that has a target. */
  unsettled(tenantId: TenantId, runId: RunId): Promise<string[]>;
  /** In no particular order. `incomplete`: objects that are there without all of their values. */
  lines(
    tenantId: TenantId,
    runId: RunId,
    only?: Outcome | 'incomplete',
  ): AsyncIterable<RestoreLine>;
  counts(tenantId: TenantId, runId: RunId): Promise<RestoreCounts>;
  /** Objects that are there without all of their values. */
  countIncomplete(tenantId: TenantId, runId: RunId): Promise<number>;
  /**
   * The id map into one schema of a target, of all runs; for an object that was restored several
   * times, the newest.
   */
  knownInSchema(
    tenantId: TenantId,
    route: { sourceWorkspace: string; targetWorkspace: string; targetSchemaId: string },
  ): AsyncIterable<KnownId>;
  /** Where these objects went on a target, newest first. */
  known(
    tenantId: TenantId,
    route: { sourceWorkspace: string; targetWorkspace: string },
    sourceIds: string[],
  ): Promise<KnownId[]>;
  /**
   * Where object types went, and the schema itself under a mark of its own, so that a schema
   * restored later can refer to them.
   */
  noteTypes(route: RestoreRoute, types: { sourceId: string; targetId: string }[]): Promise<void>;
  /** Newest first. */
  knownTypes(
    tenantId: TenantId,
    route: { sourceWorkspace: string; targetWorkspace: string },
    sourceIds: string[],
  ): Promise<{ sourceId: string; targetId: string }[]>;
  /**
   * Occupies the schema of a target for a run (compare-and-set), also if its last holder has ended;
   * `false` when another run has it. `place` names the schema on its site.
   */
  claim(
    place: string,
    tenantId: TenantId,
    runId: RunId,
  ): Promise<{ taken: boolean; holder: { tenantId: TenantId; runId: RunId } }>;
  /** Takes it over from a run that has ended. */
  takeOver(place: string, from: RunId, tenantId: TenantId, runId: RunId): Promise<boolean>;
  /** Releases every place that the run holds. Repeatable. */
  releaseAll(tenantId: TenantId, runId: RunId): Promise<void>;
}

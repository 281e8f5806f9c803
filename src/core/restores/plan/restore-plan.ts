import type { ChoiceKind } from '../restore-input.ts';
import type { Unresolved } from '../resolve/unresolved.ts';

/** How many things of one kind a plan lists by name; all are counted. */
export const MAX_LISTED = 500;

/** A value that a rule of the destination would refuse; it will be left out. */
export interface PlanConflict {
  type: string;
  attribute: string;
  why: string;
  count: number;
  example: string;
}
/** A definition that is there and differs; changed only on choice. */
export interface PlanDifference {
  type: string;
  attribute?: string | undefined;
  what: string;
  here: string;
  backup: string;
}

/** What a restore will do, before it does anything. The result of a run of kind restore-plan. */
export interface RestorePlan {
  /** The same site, backup and options give the same digest. */
  digest: string;
  destination: {
    siteUrl: string;
    targetName?: string | undefined;
    schemaName: string;
    schemaKey: string;
    isNew: boolean;
    sameSite: boolean;
  };
  source: { schemaName: string; schemaKey: string; backupDate: string };
  types: {
    name: string;
    depth: number;
    objects: number;
    action: 'create' | 'change' | 'leave';
    cameAlong: boolean;
  }[];
  objects: { create: number; update: number; leave: number };
  attributes: { create: number; change: number; leave: number };
  statuses: string[];
  referenceTypes: string[];
  /** Objects whose references close a cycle: they are written a second time. */
  secondCalls: number;
  calls: number;
  /** At the 1,000 requests a minute that Atlassian documents. */
  minutes: number;
  /** Objects of the whole site, before and after; absent where the site does not say. */
  quota?: { before: number; after: number } | undefined;
  /** Accounts that are other ones on the destination, or none (an empty text). */
  people?: Record<string, string> | undefined;
  unresolved: Unresolved[];
  /** Stored once by kind; `Restores.planOf` gives them to each of `unresolved`. */
  options?: Partial<Record<ChoiceKind, { id: string; name: string }[]>>;
  unresolvedCount: number;
  conflicts: PlanConflict[];
  /**
   * Values that would be refused, and how many rules refuse them; of these the first are listed.
   */
  conflictCount: number;
  conflictRules: number;
  differences: PlanDifference[];
  differenceCount: number;
  /** Sentences: what will be otherwise than in the backup. */
  notes: string[];
  /** Sentences: why it cannot run at all. */
  blockers: string[];
}

import { z } from 'zod';
import { CHOICE_KINDS, OtherAccounts } from '../restore-input.ts';
import { Unresolved } from '../resolve/unresolved.ts';
import { PlanBlocker } from './plan-blocker.ts';
import { PlannedIssues } from './plan-issues.ts';
import { PlanGroup, PlanOutcome } from './plan-group.ts';

const PlanConflict = z.object({
  type: z.string(),
  attribute: z.string(),
  why: z.string(),
  count: z.number(),
  example: z.string(),
});
/** A value that a rule of the destination might refuse, as we read it: a hint. */
export type PlanConflict = z.infer<typeof PlanConflict>;

const PlanDifference = z.object({
  type: z.string(),
  attribute: z.string().optional(),
  what: z.string(),
  here: z.string(),
  backup: z.string(),
});
/** A definition that is there and differs; changed only on choice. */
export type PlanDifference = z.infer<typeof PlanDifference>;

const Options = z.array(z.object({ id: z.string(), name: z.string() }));

export const RestorePlan = z.object({
  /** The same site, backup and options give the same digest. */
  digest: z.string(),
  destination: z.object({
    siteUrl: z.string(),
    targetName: z.string().optional(),
    schemaName: z.string(),
    schemaKey: z.string(),
    isNew: z.boolean(),
    sameSite: z.boolean(),
  }),
  source: z.object({ schemaName: z.string(), schemaKey: z.string(), backupDate: z.string() }),
  types: z.array(
    z.object({
      name: z.string(),
      depth: z.number(),
      objects: z.number(),
      action: z.enum(['create', 'change', 'leave']),
      cameAlong: z.boolean(),
    }),
  ),
  objects: z.object({ create: z.number(), update: z.number(), leave: z.number() }),
  attributes: z.object({ create: z.number(), change: z.number(), leave: z.number() }),
  statuses: z.array(z.string()),
  referenceTypes: z.array(z.string()),
  /** Switches of the schema that are set; plans of earlier versions do not say. */
  properties: z.number().optional(),
  /** Roles that are given to somebody; absent where roles were not chosen. */
  roles: z.number().optional(),
  /** Comments that are added at most; absent where they were not chosen. */
  comments: z.number().optional(),
  /** Attachments that are added at most; absent where they were not chosen. */
  attachments: z.number().optional(),
  /** Objects whose references close a cycle: they are written a second time. */
  secondCalls: z.number(),
  calls: z.number(),
  /** At what the site allows each endpoint, as far as it has said; else what is documented. */
  minutes: z.number(),
  /** Objects of the whole site, before and after; absent where the site does not say. */
  quota: z.object({ before: z.number(), after: z.number() }).optional(),
  /** Accounts that are other ones on the destination, or none (an empty text). */
  people: OtherAccounts.optional(),
  /** The first of them by name: who stands for whom. */
  otherPeople: z.array(z.object({ name: z.string(), to: z.string() })).optional(),
  unresolved: z.array(Unresolved),
  /** Stored once by kind; `Restores.planOf` gives them to each of `unresolved`. */
  options: z.partialRecord(z.enum(CHOICE_KINDS), Options).optional(),
  unresolvedCount: z.number(),
  /** What one rule is chosen for; plans of earlier versions have none. */
  groups: z.array(PlanGroup).optional(),
  outcome: PlanOutcome.optional(),
  /** Issues that name objects of the backup; absent where it has none. */
  issues: PlannedIssues.optional(),
  conflicts: z.array(PlanConflict),
  /**
   * Values that might be refused, and how many rules speak against them; of these the first are
   * listed.
   */
  conflictCount: z.number(),
  conflictRules: z.number(),
  differences: z.array(PlanDifference),
  differenceCount: z.number(),
  /** Sentences: what will differ from the backup. */
  notes: z.array(z.string()),
  /** Sentences: why it cannot run at all. */
  blockers: z.array(z.string()),
  /** The same with what to do about each; plans of earlier versions have none. */
  blocked: z.array(PlanBlocker).optional(),
});
/** What a restore will do, before it does anything. */
export type RestorePlan = z.infer<typeof RestorePlan>;

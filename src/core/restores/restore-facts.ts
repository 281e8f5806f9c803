import { z } from 'zod';

/** How many issues had which outcome. */
const IssueFacts = z.object({
  set: z.number(),
  right: z.number(),
  changed: z.number(),
  missing: z.number(),
  failed: z.number(),
  pending: z.number(),
});

/** What is added to objects once they are there. */
export const AddedThings = z.enum(['comments', 'attachments']);
export type AddedThings = z.infer<typeof AddedThings>;

export const RestoreFacts = z.object({
  schemaId: z.string(),
  schemaName: z.string(),
  schemaKey: z.string(),
  created: z.number(),
  updated: z.number(),
  left: z.number(),
  skipped: z.number(),
  failed: z.number(),
  /** Of objects that didn't fail. */
  valuesLeftOut: z.number(),
  /** Objects that are there without all of their values; older versions did not count them. */
  incomplete: z.number().optional(),
  /** Calls that wrote, and those of them that created or changed an object. */
  writes: z.number(),
  objectWrites: z.number(),
  /** Of the issues that name objects, where they were to be set. */
  issues: IssueFacts.optional(),
  /** Of which the destination lacks some, though they were to be added. */
  lacking: z.array(AddedThings).optional(),
  /** Sentences: what differs from the backup, and why. */
  notes: z.array(z.string()),
});
/** What a restore that is complete keeps in `result`. */
export type RestoreFacts = z.infer<typeof RestoreFacts>;

const DifferingValues = z.object({
  attribute: z.string(),
  /** What should stand there, and what does; none is empty. */
  wanted: z.array(z.string()),
  actual: z.array(z.string()),
});

const CheckedObject = z.object({
  key: z.string(),
  targetKey: z.string(),
  label: z.string(),
  differing: z.array(DifferingValues).default([]),
  /** The same in one sentence: of checks by earlier versions. */
  what: z.string().optional(),
});
export type CheckedObject = z.infer<typeof CheckedObject>;

const CheckedIssues = z.object({
  compared: z.number(),
  /** Every field leads to the right objects. */
  right: z.number(),
  /** As the report tells of them: changed since the backup, not there, refused. */
  explained: z.number(),
  differingCount: z.number(),
  /** The first of them. */
  differing: z.array(z.object({ key: z.string(), summary: z.string(), what: z.string() })),
});
export type CheckedIssues = z.infer<typeof CheckedIssues>;

export const CheckFacts = z.object({
  compared: z.number(),
  equal: z.number(),
  /** Differences that the report of the restore explains (values left out). */
  explained: z.number(),
  /** Differ as the rule for objects that were there leaves them. */
  kept: z.number(),
  missing: z.number(),
  differingCount: z.number(),
  /** The first of each, with what differs. */
  differing: z.array(CheckedObject),
  keptObjects: z.array(CheckedObject),
  missingObjects: z.array(z.object({ key: z.string(), label: z.string(), type: z.string() })),
  structure: z.array(z.string()),
  /** Issues that name objects, where the restore set them. */
  issues: CheckedIssues.optional(),
});
/** What a check that is complete keeps in `result`. */
export type CheckFacts = z.infer<typeof CheckFacts>;

/** Nothing is missing, and nothing differs but as the report and the chosen rule say. */
export const isSound = ({ missing, differingCount, structure, issues }: CheckFacts): boolean =>
  missing === 0 &&
  differingCount === 0 &&
  structure.length === 0 &&
  (issues?.differingCount ?? 0) === 0;

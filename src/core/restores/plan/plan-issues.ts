import { z } from 'zod';
import { Refused } from '../../kernel/errors.ts';
import type { AtDestination } from '../context/at-destination.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { judgeIssues, readIssueRules } from '../issues/judge-issues.ts';
import { countIssues } from '../issues/issue-batches.ts';
import type { RestoreInput } from '../restore-input.ts';

/** Jira takes so many changes of issues a second; two calls are made for each. */
const WRITES_PER_MINUTE = 50 * 60;
/** Issues that one call reads. */
const READ_AT_ONCE = 100;
const MAX_LISTED = 100;

export const PlannedIssues = z.object({
  /** Whether they are restored at all; else only `total` is counted. */
  chosen: z.boolean(),
  total: z.number(),
  set: z.number(),
  right: z.number(),
  /** Changed since the backup: listed, and left. */
  changed: z.number(),
  missing: z.number(),
  failed: z.number(),
  calls: z.number(),
  minutes: z.number(),
  /** The first of those that are not set, with the reason. */
  listed: z.array(z.object({ key: z.string(), summary: z.string(), reason: z.string() })),
  /** Why none can be set, in a sentence. */
  why: z.string().optional(),
});
/** What a restore does with the issues that name objects of the backup. */
export type PlannedIssues = z.infer<typeof PlannedIssues>;

/** Undefined where the backup has none. @throws Unavailable, Damaged */
export async function planIssues(
  context: RestoreContext,
  input: RestoreInput,
  { reader, target, pace, meter }: AtDestination,
): Promise<PlannedIssues | undefined> {
  const total = await countIssues(reader);
  if (total === 0) return undefined;
  const plan = emptyPlan(total, input.issues !== undefined);
  const { issues } = target;
  if (!plan.chosen) return plan;
  if (!issues) return { ...plan, why: "This kind of site's issues can't be written." };
  meter.set({ step: 'Looking at issues' });
  const { signal } = pace;
  const { objects } = context.matches;
  const toCome = (id: string): string => `new ${id}`;
  const parts = { context, input, objects, reader, issues, signal, toCome };
  try {
    const { browses, edits } = await issues.issueRights(signal);
    if (browses === false || edits === false) return { ...plan, why: NO_RIGHT };
    const rules = await readIssueRules(parts);
    for await (const judged of judgeIssues(parts, rules))
      for (const { backup, verdict } of judged) count(plan, backup, verdict);
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'no-permission')) throw error;
    return { ...emptyPlan(total, true), why: error.message };
  }
  return {
    ...plan,
    calls: Math.ceil(total / READ_AT_ONCE) + 2 * plan.set,
    minutes: Math.ceil(plan.set / WRITES_PER_MINUTE),
  };
}

function count(
  plan: PlannedIssues,
  { key, summary }: { key: string; summary: string },
  {
    outcome,
    reason,
  }: { outcome: 'set' | 'right' | 'changed' | 'missing' | 'failed'; reason?: string | undefined },
): void {
  plan[outcome] += 1;
  if (reason !== undefined && plan.listed.length < MAX_LISTED)
    plan.listed.push({ key, summary: summary.slice(0, 200), reason });
}

const emptyPlan = (total: number, chosen: boolean): PlannedIssues => ({
  chosen,
  total,
  set: 0,
  right: 0,
  changed: 0,
  missing: 0,
  failed: 0,
  calls: 0,
  minutes: 0,
  listed: [],
});

const NO_RIGHT =
  "The account can't view or edit issues on the destination. Give it the Browse projects and Edit issues permissions in Jira, then recalculate the plan.";

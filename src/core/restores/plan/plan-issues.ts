import { z } from 'zod';
import { Refused } from '../../kernel/errors.ts';
import type { AtDestination } from '../context/at-destination.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { judgeIssues, readIssueRules, type IssueRuleParts } from '../issues/judge-issues.ts';
import { countIssues } from '../issues/issue-batches.ts';
import type { IssueVerdict } from '../issues/issue-verdict.ts';
import type { Unresolved } from '../resolve/unresolved.ts';
import type { RestoreInput } from '../restore-input.ts';
import { DoubtfulIssues } from './doubtful-issues.ts';
import { idToCome } from './id-to-come.ts';

/** How many changes of issues Jira takes a minute; two calls are made for each. */
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
  /** Those that are left unless somebody chooses otherwise under Review. */
  doubtful: z.object({ things: z.number(), values: z.number() }).optional(),
  /** Why none can be set, in a sentence. */
  why: z.string().optional(),
});
/** What a restore does with the issues that name objects of the backup. */
export type PlannedIssues = z.infer<typeof PlannedIssues>;

/** What becomes of issues, and the first of those for which a rule can be chosen. */
export interface FoundIssues {
  /** Undefined where the backup has none. */
  issues: PlannedIssues | undefined;
  doubtful: Unresolved[];
}

/** @throws Unavailable, Damaged */
export async function planIssues(
  context: RestoreContext,
  input: RestoreInput,
  open: AtDestination,
  ownUpdates: IssueRuleParts['ownUpdates'],
): Promise<FoundIssues> {
  const total = await countIssues(open.reader);
  if (total === 0) return { issues: undefined, doubtful: [] };
  const plan = emptyPlan(total, input.issues !== undefined);
  const { issues } = open.target;
  if (!plan.chosen) return { issues: plan, doubtful: [] };
  const left = (why: string): FoundIssues => ({ issues: { ...plan, why }, doubtful: [] });
  if (!issues) return left("This kind of site's issues can't be written.");
  open.meter.set({ step: 'Looking at issues' });
  const { objects } = context.matches;
  const { reader, pace } = open;
  const { signal } = pace;
  const parts = { context, input, objects, reader, issues, signal, toCome: idToCome, ownUpdates };
  try {
    const { browses, edits } = await issues.issueRights(pace.signal);
    return browses === false || edits === false ? left(NO_RIGHT) : await judgeThem(parts, plan);
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'no-permission')) throw error;
    return left(error.message);
  }
}

async function judgeThem(parts: IssueRuleParts, empty: PlannedIssues): Promise<FoundIssues> {
  const plan = { ...empty, listed: [...empty.listed] };
  const rules = await readIssueRules(parts);
  const doubtful = new DoubtfulIssues(rules);
  for await (const judged of judgeIssues(parts, rules))
    for (const each of judged) {
      countOutcome(plan, each.backup, each.verdict);
      // Else all of them are set.
      if (parts.input.issues === 'unchanged') doubtful.note(each);
    }
  const calls = Math.ceil(plan.total / READ_AT_ONCE) + 2 * plan.set;
  const minutes = Math.ceil(plan.set / WRITES_PER_MINUTE);
  const issues = { ...plan, doubtful: doubtful.counts, calls, minutes };
  return { issues, doubtful: doubtful.listed };
}

function countOutcome(
  plan: PlannedIssues,
  { key, summary }: { key: string; summary: string },
  { outcome, reason }: Pick<IssueVerdict, 'outcome' | 'reason'>,
): void {
  plan[outcome] += 1;
  // One that is set, or has its values anyway, may have a reason as well: for values left out.
  const isLeft = outcome !== 'set' && outcome !== 'right';
  if (isLeft && reason !== undefined && plan.listed.length < MAX_LISTED)
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

import type { RunId, TenantId } from '../../../kernel/ids.ts';
import type { AtDestination } from '../../context/at-destination.ts';
import type { RestoreContext } from '../../context/restore-context.ts';
import { judgeIssues, readIssueRules } from '../../issues/judge-issues.ts';
import type { RestoreStore } from '../../report/restore-line.ts';
import type { CheckedIssues } from '../../restore-facts.ts';
import type { RestoreInput } from '../../restore-input.ts';

const MAX_LISTED = 200;

/**
 * Reads the issues back and looks whether their fields lead to the right objects. Undefined where
 * the restore set none. Writes nothing.
 */
export async function checkIssues(
  context: RestoreContext,
  input: RestoreInput,
  { reader, target, pace, meter }: AtDestination,
  {
    restores,
    tenantId,
    restoreId,
  }: { restores: RestoreStore; tenantId: TenantId; restoreId: RunId },
): Promise<CheckedIssues | undefined> {
  const { issues } = target;
  if (!input.issues || !issues) return undefined;
  meter.set({ step: 'Comparing issues' });
  const reported = new Map<string, string>();
  for (const outcome of ['changed', 'missing', 'failed'] as const)
    for await (const line of restores.issues.lines(tenantId, restoreId, outcome))
      reported.set(line.issueId, outcome);
  const { signal } = pace;
  const parts = { context, input, objects: context.matches.objects, reader, issues, signal };
  const rules = await readIssueRules(parts);
  const found: CheckedIssues = {
    compared: 0,
    right: 0,
    explained: 0,
    differingCount: 0,
    differing: [],
  };
  for await (const judged of judgeIssues(parts, rules))
    for (const { backup, verdict } of judged) {
      found.compared += 1;
      if (verdict.outcome === 'right') found.right += 1;
      else if (reported.has(backup.id)) found.explained += 1;
      else noteDiffering(found, backup, verdict);
    }
  return found;
}

function noteDiffering(
  found: CheckedIssues,
  { key, summary }: { key: string; summary: string },
  { fields, reason }: { fields: string[]; reason?: string | undefined },
): void {
  found.differingCount += 1;
  if (found.differing.length >= MAX_LISTED) return;
  const what = reason ?? `These fields don't lead to the restored objects: ${fields.join(', ')}.`;
  found.differing.push({ key, summary: summary.slice(0, 200), what });
}

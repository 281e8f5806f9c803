import { restoreCheckKind } from '../../../core/restores/check/restore-check-kind.ts';
import { restorePlanKind } from '../../../core/restores/plan/restore-plan-kind.ts';
import { restoreKind } from '../../../core/restores/restore-kind.ts';
import type { Run } from '../../../core/runs/run.ts';

/** Kinds of run that have a page, by name. A check is shown with its restore. */
const PAGES: ReadonlyMap<string, (run: Run) => string> = new Map([
  [restoreKind.name, ({ id }: Run) => `/app/restores/${id}`],
  [restorePlanKind.name, ({ id }: Run) => `/app/restores/${id}/plan`],
  [restoreCheckKind.name, ({ id, of = id }: Run) => `/app/restores/${of}`],
]);

/** Where the run is shown; undefined where its progress in a list is all. */
export function runUrl(run: Run): string | undefined {
  return PAGES.get(run.kind)?.(run);
}

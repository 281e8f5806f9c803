import { restoreKind } from '../../../core/restores/restore-kind.ts';
import type { Run } from '../../../core/runs/run.ts';

/** Kinds of run that have a page of their own, by name; it also asks before it stops the run. */
const PAGES: ReadonlyMap<string, string> = new Map([[restoreKind.name, '/app/restores']]);

/** Where the run is shown; undefined where its progress in a list is all. */
export function runUrl({ id, kind }: Run): string | undefined {
  const page = PAGES.get(kind);
  return page && `${page}/${id}`;
}

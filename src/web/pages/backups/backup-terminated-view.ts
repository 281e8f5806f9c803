import type { Page } from '../../../core/kernel/page.ts';
import type { Run } from '../../../core/runs/run.ts';
import type { SchemaHead } from '../../../core/use-cases/schemas/schema-pages.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { count, counted } from '../../view/formats/numbers.ts';
import { pagerView, type PagerView } from '../../view/components/pager-view.ts';
import type { Reader } from '../../view/reader.ts';
import { schemaPageView, type SchemaPageView } from '../schemas/page/schema-page-view.ts';

export interface BackupTerminatedView extends SchemaPageView, PagerView {
  lines: TerminatedLine[];
}

interface TerminatedLine {
  state: Lozenge;
  date: ShownDate | undefined;
  /** How far it had come. */
  reached: string;
  requestedBy: string;
  /** Who stopped it. */
  by: string;
  message: string;
}

export const backupTerminatedView = (
  head: SchemaHead,
  found: Page<Run>,
  reader: Reader,
): BackupTerminatedView => ({
  ...schemaPageView(head, 'terminated', reader),
  ...pagerView(found),
  lines: found.items.map((run) => terminatedLine(run, reader)),
});

function terminatedLine(run: Run, reader: Reader): TerminatedLine {
  const wasStopped = run.state === 'stopped';
  return {
    state: wasStopped ? { text: 'Stopped', look: 'moved' } : { text: 'Failed', look: 'removed' },
    date: run.endedAt && showDate(run.endedAt, reader),
    reached: reachedBy(run),
    requestedBy: run.requestedBy.name,
    by: wasStopped ? (run.cancelledBy?.name ?? '') : '',
    message: run.message ?? '',
  };
}

function reachedBy({ progress: { done, total }, startedAt }: Run): string {
  if (total > 0) return `${count(done)} of ${counted(total, 'object')}`;
  return startedAt ? 'No object yet' : 'Not started';
}

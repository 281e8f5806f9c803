import type { Page } from '../../../core/kernel/page.ts';
import type { RestoreRun } from '../../../core/restores/restore-kind.ts';
import type { RestoreCounts } from '../../../core/restores/report/restore-line.ts';
import { resultOf } from '../../../core/runs/run-fields.ts';
import { isOpen } from '../../../core/runs/run.ts';
import type { SchemaHead } from '../../../core/use-cases/schemas/schema-pages.ts';
import type { Call } from '../../handling/call.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { count, counted } from '../../view/formats/numbers.ts';
import { pagerView, type PagerView } from '../../view/components/pager-view.ts';
import { progressView, type ProgressView } from '../../view/components/progress-view.ts';
import type { Reader } from '../../view/reader.ts';
import { schemaPageView, type SchemaPageView } from '../schemas/page/schema-page-view.ts';
import { destinationWords } from './destination/destination-words.ts';
import { RUN_STATES } from '../../view/components/run-states.ts';

export interface RestoreListView extends SchemaPageView, PagerView {
  lines: RestoreLineView[];
  /** Whether one of them is in progress: the page refreshes soon. */
  working: boolean;
  hasBackup: boolean;
}

/** A line of Restore history. */
export interface RestoreLineView {
  id: string;
  shortId: string;
  open: boolean;
  state: Lozenge;
  progress: ProgressView | undefined;
  by: string;
  when: ShownDate;
  /** When its backup was taken; undefined once that was deleted. */
  from: ShownDate | undefined;
  where: string;
  schema: { name: string; key: string; isNew: boolean };
  counts: string;
}

const OUTCOMES = ['created', 'updated', 'left', 'skipped', 'failed'] as const;
type Counts = Pick<RestoreCounts, (typeof OUTCOMES)[number] | 'valuesLeftOut'>;
const WORDS: Record<(typeof OUTCOMES)[number], string> = {
  created: 'created',
  updated: 'updated',
  left: 'unchanged',
  skipped: 'skipped',
  failed: 'failed',
};

/** "1,220 created, 503 values skipped". */
function countsWords(counts: Counts): string {
  const { valuesLeftOut } = counts;
  const objects = OUTCOMES.filter((outcome) => counts[outcome] > 0).map(
    (outcome) => `${count(counts[outcome])} ${WORDS[outcome]}`,
  );
  const values = `${counted(valuesLeftOut, 'value')} skipped`;
  return [...objects, ...(valuesLeftOut > 0 ? [values] : [])].join(', ');
}

export const restoreListView = (
  head: SchemaHead,
  found: Page<RestoreRun>,
  lines: RestoreLineView[],
  reader: Reader,
): RestoreListView => ({
  ...schemaPageView(head, 'restores', reader),
  ...pagerView(found),
  lines,
  working: lines.some((line) => line.open),
  hasBackup: head.schema.backupCount > 0,
});

/** The lines of these restores, each with what it has done so far. */
export async function restoreLines(
  runs: RestoreRun[],
  call: Call<'restores' | 'backups'>,
): Promise<RestoreLineView[]> {
  const { restores, backups, caller, reader } = call;
  const backupIds = new Set(runs.flatMap(({ backupId }) => backupId ?? []));
  const dates = await backups.dates(caller.tenant.id, [...backupIds]);
  return Promise.all(
    runs.map(async (run) => {
      const counts =
        run.state === 'complete'
          ? resultOf(run)
          : await restores.counts(caller.tenant.id, run.id, run.endedAt);
      return lineView(run, counts, run.backupId && dates.get(run.backupId), reader);
    }),
  );
}

function lineView(
  run: RestoreRun,
  counts: Counts,
  backupDate: Date | undefined,
  reader: Reader,
): RestoreLineView {
  const { place, schema } = run.input;
  return {
    id: run.id,
    shortId: run.id.slice(-6),
    open: isOpen(run),
    state: RUN_STATES[run.state],
    progress: run.state === 'running' ? progressView(run, reader.nowMs) : undefined,
    by: run.requestedBy.name,
    when: showDate(run.startedAt ?? run.queuedAt, reader),
    from: backupDate && showDate(backupDate, reader),
    where: destinationWords(place),
    schema: { name: schema.name, key: schema.key, isNew: schema.kind === 'new' },
    counts: countsWords(counts),
  };
}

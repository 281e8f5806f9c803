import type { RestoreRun } from '../../../core/restores/restore-kind.ts';
import { resultOf } from '../../../core/runs/run-fields.ts';
import type { Backup } from '../../../core/backups/backup.ts';
import { orAbsent } from '../../../core/kernel/errors.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import type { RestoreInput } from '../../../core/restores/restore-input.ts';
import { isOpen } from '../../../core/runs/run.ts';
import { wayOn } from '../../../core/use-cases/restores/way-on.ts';
import type { Call } from '../../handling/call.ts';
import { showDate, type ShownDate } from '../../view/dates.ts';
import type { Lozenge } from '../../view/lozenge.ts';
import { took } from '../../view/numbers.ts';
import { progressView, type ProgressView } from '../../view/progress-view.ts';
import type { Reader } from '../../view/reader.ts';
import { restoreCheckView, type RestoreCheckView } from './check/restore-check-view.ts';
import { NO_LISTS, restoreLists, type RestoreListsView } from './restore-lists-view.ts';
import { restoreOutcome, restoreSums, type OutcomeView, type SumView } from './restore-outcome.ts';
import { restoreSteps, type RestoreStepView } from './restore-steps.ts';
import { chosenWords, type ChosenLine } from './chosen-words.ts';
import { destinationWords } from './destination-words.ts';
import { RESTORE_STATES } from './restore-states.ts';

/** One restore: how far it is, and what came of it. */
export interface RestoreShowView extends RestoreListsView {
  id: string;
  catalogId: string | undefined;
  /** Right after the wizard, its stepper at the last step. */
  steps: RestoreStepView[] | undefined;
  schema: RestoreInput['schema'];
  where: string;
  chosen: ChosenLine[];
  /** Undefined once it was deleted. */
  backup: { name: string; date: ShownDate | undefined } | undefined;
  by: string;
  queued: ShownDate;
  ended: ShownDate | undefined;
  took: string | undefined;
  state: Lozenge;
  open: boolean;
  stopping: boolean;
  progress: ProgressView | undefined;
  outcome: OutcomeView | undefined;
  notes: string[];
  newPlanId: string | undefined;
  resumable: boolean;
  sums: SumView[];
  check: RestoreCheckView | undefined;
}

/** @throws NotFound */
export async function restoreShowView(
  call: Call<'restores' | 'backups'>,
  id: RunId,
  { fromWizard = false } = {},
): Promise<RestoreShowView> {
  const { restores, caller, reader } = call;
  const { run, input } = await restores.get(caller.tenant.id, id);
  const facts = run.state === 'complete' ? resultOf(run) : undefined;
  const [backup, counts] = await Promise.all([
    backupOf(run, call),
    facts ?? restores.counts(caller.tenant.id, id),
  ]);
  const { newPlanId, resumable } = wayOn(run);
  return {
    ...headView(run, input, reader),
    ...(isOpen(run) ? NO_LISTS : await restoreLists(call, id, counts)),
    steps: fromWizard ? restoreSteps(4) : undefined,
    backup: backup && backupView(backup, reader),
    outcome: restoreOutcome(run, facts),
    notes: facts?.notes ?? [],
    newPlanId,
    resumable: resumable && backup !== undefined,
    sums: restoreSums(counts, facts),
    check: await checkOf(run, backup, call),
  };
}

/** Undefined once it was deleted. */
async function backupOf(
  { backupId }: RestoreRun,
  { backups, caller }: Call<'backups'>,
): Promise<Backup | undefined> {
  return backupId && orAbsent(backups.get(caller.tenant.id, backupId));
}

const backupView = (backup: Backup, { timeZone }: Reader): RestoreShowView['backup'] => ({
  name: backup.schema.name,
  date: showDate(backup.completedAt, timeZone),
});

/** Only what is complete can be checked, and only against its backup. */
async function checkOf(
  { id, state }: RestoreRun,
  backup: Backup | undefined,
  { restores, caller, reader }: Call<'restores'>,
): Promise<RestoreCheckView | undefined> {
  if (state !== 'complete' || !backup) return undefined;
  return restoreCheckView(id, await restores.checkOf(caller.tenant.id, id), reader);
}

/** What the run itself says. */
function headView(run: RestoreRun, input: RestoreInput, { timeZone, nowMs }: Reader) {
  const open = isOpen(run);
  return {
    id: run.id,
    catalogId: run.catalogId,
    schema: input.schema,
    where: destinationWords(input.place),
    chosen: chosenWords(input),
    by: run.requestedBy.name,
    queued: showDate(run.queuedAt, timeZone),
    ended: run.endedAt && showDate(run.endedAt, timeZone),
    took: took(run),
    state: RESTORE_STATES[run.state],
    open,
    stopping: run.cancelRequested,
    progress: open ? progressView(run, nowMs) : undefined,
  };
}

import type { RestoreRun } from '../../../core/restores/restore-kind.ts';
import { resultOf } from '../../../core/runs/run-fields.ts';
import type { Backup } from '../../../core/backups/backup.ts';
import { orAbsent } from '../../../core/kernel/errors.ts';
import { runId, type RunId } from '../../../core/kernel/ids.ts';
import type { RestoreFacts } from '../../../core/restores/restore-facts.ts';
import type { RestoreCounts } from '../../../core/restores/report/restore-line.ts';
import type { PlanState } from '../../../core/use-cases/restores/plan-state.ts';
import type { RestoreInput } from '../../../core/restores/restore-input.ts';
import { isOpen } from '../../../core/runs/run.ts';
import { wayOn, type WayOn } from '../../../core/use-cases/restores/way-on.ts';
import type { Call } from '../../handling/call.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Lozenge } from '../../view/components/lozenge.ts';
import { counted, took } from '../../view/formats/numbers.ts';
import { progressView, type ProgressView } from '../../view/components/progress-view.ts';
import type { Reader } from '../../view/reader.ts';
import { againView, type AgainView } from './outcome/again-view.ts';
import { mappedView, type MappedView } from './outcome/mapped-view.ts';
import { assetsUrl } from './destination/assets-url.ts';
import { placeName } from './destination/place-name.ts';
import { reasonsView, type ReasonView } from './outcome/reasons-view.ts';
import { restoreCheckView, type RestoreCheckView } from './check/restore-check-view.ts';
import { NO_LISTS, restoreLists, type RestoreListsView } from './outcome/restore-lists-view.ts';
import {
  restoreOutcome,
  restoreSums,
  type OutcomeView,
  type SumView,
} from './outcome/restore-outcome.ts';
import { restoreSteps, type RestoreStepView } from './restore-steps.ts';
import { chosenWords, type ChosenLine } from './chosen-words.ts';
import { destinationWords } from './destination/destination-words.ts';
import { RUN_STATES } from '../../view/components/run-states.ts';

/** One restore: how far it is, and its result. */
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
  outcome: OutcomeView;
  /** Why values were skipped. */
  reasons: ReasonView[];
  reasonsTitle: string;
  mapped: MappedView[];
  /** Where restores that should come first go. */
  targetId: string | undefined;
  place: string;
  /** The schema in Assets. */
  assetsUrl: string | undefined;
  notes: string[];
  /** The plan to look at again. */
  review: { id: string; text: string } | undefined;
  /** Whether a new plan could be made for what was skipped. */
  canFix: boolean;
  /** What comes after it; undefined while it is not complete. */
  again: AgainView | undefined;
  resumable: boolean;
  /** Why it cannot continue. */
  closed: string | undefined;
  sums: SumView[];
  started: ShownDate | undefined;
  check: RestoreCheckView | undefined;
}

/** @throws NotFound */
export async function restoreShowView(
  call: Call<'restores' | 'backups' | 'restorePlans'>,
  id: RunId,
  { fromWizard = false } = {},
): Promise<RestoreShowView> {
  const { restores, caller, reader } = call;
  const { run, input } = await restores.get(caller.tenant.id, id);
  const facts = factsOf(run);
  const [backup, counts, gone, planned] = await Promise.all([
    backupOf(run, call),
    facts ?? restores.counts(caller.tenant.id, id, run.endedAt),
    isOpen(run) ? undefined : restores.findGone(run),
    planOf(input, call),
  ]);
  const way = wayOn(run, { hasBackup: backup !== undefined, gone });
  return {
    ...headView(run, input, reader),
    ...(isOpen(run) ? NO_LISTS : await restoreLists(call, id, counts)),
    ...(await reasonsOf(run, counts, { planned, call })),
    steps: fromWizard ? restoreSteps(4) : undefined,
    backup: backup && backupView(backup, reader),
    outcome: restoreOutcome(run, counts),
    mapped: mappedView(planned),
    ...inAssets(input, gone ? undefined : facts),
    notes: facts?.notes ?? [],
    ...wayView(way),
    canFix: gone === undefined && backup !== undefined,
    again: await againOf(run, gone !== undefined, call),
    sums: restoreSums(counts, facts),
    check: await checkOf(run, backup, gone !== undefined, call),
  };
}

function wayView({
  newPlanId,
  planId,
  resumable,
  closed,
}: WayOn): Pick<RestoreShowView, 'review' | 'resumable' | 'closed'> {
  const review = newPlanId
    ? { id: newPlanId, text: 'Review the new plan' }
    : planId && { id: planId, text: 'Go back to Review' };
  return { review: review || undefined, resumable, closed };
}

/** The plan that was reviewed; undefined once it is gone. */
async function planOf(
  { planId }: RestoreInput,
  { restorePlans, caller }: Call<'restorePlans'>,
): Promise<PlanState | undefined> {
  return planId === undefined
    ? undefined
    : orAbsent(restorePlans.get(caller.tenant.id, runId(planId)));
}

async function reasonsOf(
  run: RestoreRun,
  { valuesLeftOut }: RestoreCounts,
  { planned, call }: { planned: PlanState | undefined; call: Call<'restores'> },
): Promise<Pick<RestoreShowView, 'reasons' | 'reasonsTitle'>> {
  const { restores, caller } = call;
  const isShort = !isOpen(run) && valuesLeftOut > 0;
  const reasons = isShort ? await restores.skipReasons(caller.tenant.id, run) : [];
  const groups = planned?.plan?.groups ?? [];
  return {
    reasons: reasonsView(reasons, groups, placeName(run.input.place)),
    reasonsTitle: `${counted(valuesLeftOut, 'value was', 'values were')} skipped`,
  };
}

const factsOf = (run: RestoreRun): RestoreFacts | undefined =>
  run.state === 'complete' ? resultOf(run) : undefined;

function inAssets(
  { place }: RestoreInput,
  facts: RestoreFacts | undefined,
): Pick<RestoreShowView, 'assetsUrl'> {
  return { assetsUrl: facts && assetsUrl(place, facts.schemaId) };
}

/** Undefined once it was deleted. */
async function backupOf(
  { backupId }: RestoreRun,
  { backups, caller }: Call<'backups'>,
): Promise<Backup | undefined> {
  return backupId && orAbsent(backups.get(caller.tenant.id, backupId));
}

const backupView = (backup: Backup, reader: Reader): RestoreShowView['backup'] => ({
  name: backup.schema.name,
  date: showDate(backup.completedAt, reader),
});

async function againOf(
  run: RestoreRun,
  isGone: boolean,
  { restores, reader }: Call<'restores'>,
): Promise<AgainView | undefined> {
  if (isGone || run.state !== 'complete') return undefined;
  return againView(run, await restores.followUp(run), reader);
}

/** Only what is complete can be checked, and only against its backup. */
async function checkOf(
  restore: RestoreRun,
  backup: Backup | undefined,
  isGone: boolean,
  { restores, caller, reader }: Call<'restores'>,
): Promise<RestoreCheckView | undefined> {
  const { id, state } = restore;
  if (state !== 'complete' || !backup) return undefined;
  const check = await restores.checkOf(caller.tenant.id, id);
  return restoreCheckView(restore, check, reader, isGone);
}

/** What the run itself says. */
function headView(run: RestoreRun, input: RestoreInput, reader: Reader) {
  const open = isOpen(run);
  return {
    id: run.id,
    catalogId: run.catalogId,
    schema: input.schema,
    where: destinationWords(input.place),
    chosen: chosenWords(input),
    place: placeName(input.place),
    targetId: input.place.targetName === undefined ? undefined : input.siteId,
    by: run.requestedBy.name,
    queued: showDate(run.firstQueuedAt ?? run.queuedAt, reader),
    started: run.startedAt && showDate(run.startedAt, reader),
    ended: run.endedAt && showDate(run.endedAt, reader),
    took: took(run),
    state: RUN_STATES[run.state],
    open,
    stopping: run.cancelRequested,
    progress: open ? progressView(run, reader.nowMs) : undefined,
  };
}

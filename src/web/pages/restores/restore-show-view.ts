/** One restore: how far it is, and what came of it. */
import { backupFacts } from '../../../core/backups/backup-name.ts';
import { orAbsent } from '../../../core/kernel/errors.ts';
import type { RunId } from '../../../core/kernel/ids.ts';
import { isOpen, type Run } from '../../../core/runs/run.ts';
import type { RestoreLine } from '../../../core/restores/report/restore-lines.ts';
import { restoreFacts, type RestoreFacts } from '../../../core/restores/restore-facts.ts';
import { replanOf } from '../../../core/restores/write/run-restore.ts';
import type { Call } from '../../handling/call.ts';
import { showDate } from '../../view/dates.ts';
import { count, duration } from '../../view/numbers.ts';
import { checkView } from './check/restore-check-view.ts';
import { restoreSteps } from './wizard/restore-options-view.ts';
import { chosenWords, placeWords, RESTORE_STATES } from './restore-words.ts';
import { progressView } from '../../view/progress-view.ts';

const SHOWN = 100;
/** Values that were left out can be anywhere in a report: a page looks no further than this. */
const LOOKED_AT = 10_000;

/** @throws NotFound */
export async function restorePage(
  call: Call,
  id: RunId,
  { fromWizard = false } = {},
): Promise<object> {
  const { restores, backups, tenant, person, clock } = call;
  const { run, input } = await restores.get(tenant.id, id);
  const open = isOpen(run);
  const facts = run.state === 'complete' ? restoreFacts(run) : undefined;
  const [backup, counts] = await Promise.all([
    run.backupId && orAbsent(backups.get(tenant.id, run.backupId)),
    facts ?? restores.counts(tenant.id, id),
  ]);
  const { newPlanId, resumable } = wayOn(run);
  const took =
    run.startedAt && run.endedAt
      ? duration(run.endedAt.getTime() - run.startedAt.getTime())
      : undefined;
  return {
    id,
    catalogId: run.catalogId,
    steps: fromWizard && restoreSteps(4),
    schema: input.schema,
    where: placeWords(input.place),
    chosen: chosenWords(input),
    backup: backup && {
      name: backupFacts(backup).schemaName,
      date: backup.endedAt && showDate(backup.endedAt, person.timeZone),
    },
    backupGone: !backup,
    by: run.requestedBy.name,
    queued: showDate(run.queuedAt, person.timeZone),
    ended: run.endedAt && showDate(run.endedAt, person.timeZone),
    took,
    state: RESTORE_STATES[run.state],
    open,
    progress: open && progressView(run, clock.now()),
    stopping: run.cancelRequested,
    outcome: outcomeOf(run, facts),
    notes: facts?.notes ?? [],
    newPlanId,
    resumable: resumable && backup !== undefined,
    sums: sumsOf(counts, facts),
    ...(open ? {} : await listsOf(call, id, counts)),
    check:
      run.state === 'complete' &&
      backup &&
      checkView(id, await restores.checkOf(tenant.id, id), call),
  };
}

/** A restore whose plan does not hold any more has written nothing: it goes on with a new plan, which is being made. */
function wayOn({ id, state, errorCode }: Run): {
  newPlanId: RunId | undefined;
  resumable: boolean;
} {
  if (errorCode === 'plan-changed') return { newPlanId: replanOf(id), resumable: false };
  return { newPlanId: undefined, resumable: state === 'stopped' || state === 'failed' };
}

function outcomeOf(
  run: Run,
  facts: RestoreFacts | undefined,
): { look: string; text: string } | undefined {
  const { state, message, cancelledBy } = run;
  if (facts && facts.failed > 0)
    return {
      look: 'warning',
      text: `Completed, but ${facts.failed === 1 ? '1 object' : `${count(facts.failed)} objects`} could not be written. The reasons are listed below.`,
    };
  if (facts) return { look: 'success', text: message ?? 'Operation success' };
  if (state === 'failed')
    return { look: 'error', text: message ?? 'The restore ended with an error.' };
  if (state === 'stopped')
    return {
      look: 'warning',
      text: `Stopped${cancelledBy ? ` by ${cancelledBy.name}` : ''}. What was written until then stays in Assets.`,
    };
  return undefined;
}

type Counts = Pick<
  RestoreFacts,
  'created' | 'updated' | 'left' | 'skipped' | 'failed' | 'valuesLeftOut'
>;

function sumsOf(
  counts: Counts,
  facts: RestoreFacts | undefined,
): { name: string; count: string }[] {
  const lines: [string, number][] = [
    ['Created', counts.created],
    ['Updated', counts.updated],
    ['Left as they were', counts.left],
    ['Skipped', counts.skipped],
    ['Failed', counts.failed],
    ['Values left out', counts.valuesLeftOut],
  ];
  if (facts)
    lines.push(['Calls that wrote', facts.writes], ['of them for objects', facts.objectWrites]);
  return lines.map(([name, value]) => ({ name, count: count(value) }));
}

/** The first lines of those that an administrator has to look at. */
async function listsOf(
  { restores, tenant }: Call,
  id: RunId,
  { failed, skipped, valuesLeftOut }: Counts,
): Promise<object> {
  const [failures, skips, leftOut] = await Promise.all([
    failed > 0 ? first(await restores.report(tenant.id, id, 'failed'), () => true) : [],
    skipped > 0 ? first(await restores.report(tenant.id, id, 'skipped'), () => true) : [],
    valuesLeftOut > 0
      ? first(
          await restores.report(tenant.id, id),
          ({ leftOut: values }) => (values?.length ?? 0) > 0,
        )
      : [],
  ]);
  const more = (shown: RestoreLine[], all: number): boolean => shown.length < all;
  return {
    failures,
    failuresMore: more(failures, failed),
    skips,
    skipsMore: more(skips, skipped),
    leftOut,
    leftOutMore:
      more(leftOut, valuesLeftOut) &&
      leftOut.reduce((sum, line) => sum + (line.leftOut?.length ?? 0), 0) < valuesLeftOut,
  };
}

async function first(
  lines: AsyncIterable<RestoreLine>,
  wanted: (line: RestoreLine) => boolean,
): Promise<RestoreLine[]> {
  const found: RestoreLine[] = [];
  let looked = 0;
  for await (const line of lines) {
    if (wanted(line)) found.push(line);
    looked += 1;
    if (found.length === SHOWN || looked === LOOKED_AT) break;
  }
  return found;
}

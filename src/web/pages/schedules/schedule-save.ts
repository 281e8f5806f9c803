import { Conflict, InvalidInput } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { Schedule } from '../../../core/schedules/schedule.ts';
import {
  ScheduleChanged,
  type SavedSchedule,
  type ScheduleInput,
} from '../../../core/use-cases/schedules/schedules.ts';
import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply, type Flag, type FlagAction } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { showDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';
import { scheduleEditView, type ScheduleShown } from './schedule-edit-view.ts';
import { inputOf, readScheduleForm, wantedCron } from './schedule-form.ts';
import { scheduleMeaning } from './schedule-meaning.ts';

type Refusal = Pick<ScheduleShown, 'schedule' | 'input' | 'errors' | 'changed'>;

export async function scheduleSave({
  schedules,
  backups,
  caller,
  params,
  form: fields,
  reader,
}: Call<'schedules' | 'backups', 'id'>) {
  const tenantId = caller.tenant.id;
  const id = catalogId(params.id);
  const form = readScheduleForm(fields);
  const typed = inputOf(form);
  try {
    const input = { ...typed, cron: wantedCron(form) };
    const result = await schedules.save(tenantId, id, input, requesterOf(caller));
    const saved: EffectsReply = {
      events: ['close-dialog', 'grid-changed', 'backups-changed', 'schedule-changed'],
      flag: flagOf(result, reader),
    };
    return saved;
  } catch (error) {
    if (!(error instanceof InvalidInput || error instanceof Conflict)) throw error;
    const { schema, schedule } = await schedules.get(tenantId, id);
    const refusal = refusalOf(error, typed, schedule);
    const meaning = scheduleMeaning(schedules, refusal.schedule, refusal.input);
    const choices = await backups.choices(tenantId, id);
    return show(
      'schedule-edit',
      scheduleEditView({ schema, meaning, choices, ...refusal }, reader),
    );
  }
}

function refusalOf(
  error: InvalidInput | Conflict,
  input: ScheduleInput,
  schedule: Schedule | undefined,
): Refusal {
  if (error instanceof InvalidInput) return { schedule, input, errors: error.fields };
  if (!(error instanceof ScheduleChanged))
    return { schedule, input, errors: { form: error.message } };
  // What was typed stays; saving again overwrites what is shown beside it.
  const { stored } = error;
  return {
    schedule: stored,
    input: { ...input, revision: stored.revision },
    changed: error.message,
  };
}

function flagOf({ schedule, replaced, first, isPaused }: SavedSchedule, reader: Reader): Flag {
  const undo = replaced && first.state !== 'queued' ? [undoOf(schedule, replaced)] : [];
  if (!schedule.on)
    return {
      type: 'success',
      title: 'Schedule switched off',
      body: 'The schedule is kept, but no automatic backups run.',
      actions: undo,
    };
  const actions = [viewOf(schedule), ...undo];
  if (isPaused)
    return {
      type: 'info',
      title: 'Schedule saved, but paused: this schema no longer exists in Assets',
      actions,
    };
  const next = nextWords(schedule, reader);
  if (first.state === 'refused')
    return {
      type: 'info',
      title: 'Schedule saved, but no backup was started now',
      body: `${first.why} ${next}`.trim(),
      actions,
    };
  const title =
    first.state === 'queued' ? 'Schedule saved, and the first backup started' : 'Schedule saved';
  return { type: 'success', title, body: next, actions };
}

const nextWords = ({ nextSlotAt }: Schedule, reader: Reader): string =>
  nextSlotAt ? `Next backup: ${showDate(nextSlotAt, reader).near}.` : '';

const viewOf = ({ catalogId: id }: Schedule): FlagAction => ({
  text: 'View schedule',
  url: `/app/schemas/${id}/schedule`,
});

/** Saves the previous rule again, unless somebody changed it meanwhile. */
const undoOf = ({ catalogId: id, revision }: Schedule, before: Schedule): FlagAction => ({
  text: 'Undo',
  url: `/app/schemas/${id}/schedule`,
  sends: {
    ...(before.on && { on: 'on' }),
    cron: before.cron,
    timeZone: before.timeZone,
    revision: String(revision),
    ...(before.parts && {
      partsAsked: 'on',
      ...Object.fromEntries(before.parts.map((name) => [`part-${name}`, 'on'])),
    }),
  },
});

import { InvalidInput } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { scheduleEditView, type ScheduleEditView } from './schedule-edit-view.ts';
import { inputOf, readScheduleForm, wantedCron, type ScheduleForm } from './schedule-form.ts';
import { scheduleMeaning } from './schedule-meaning.ts';

export interface SchedulePreviewView extends ScheduleEditView {
  byPickers: boolean;
  /** Another kind of rule was picked than the one whose pickers are shown. */
  otherPicks: boolean;
}

/**
 * The popup's live part while one picks or types: pickers and expression follow each other, words
 * and dates follow both. Saves nothing.
 */
export async function schedulePreview({
  schedules,
  caller,
  params,
  form: fields,
  reader,
}: Call<'schedules', 'id'>) {
  const { schema, schedule } = await schedules.get(caller.tenant.id, catalogId(params.id));
  const form = readScheduleForm(fields);
  const { cron, errors } = cronOrErrors(form);
  const input = { ...inputOf(form), cron };
  const meaning = scheduleMeaning(schedules, schedule, input);
  const view: SchedulePreviewView = {
    ...scheduleEditView({ schema, schedule, input, meaning, errors, choices: [] }, reader),
    byPickers: form.source === 'pickers',
    otherPicks: errors === undefined && (form.every ?? '') !== form.shown,
  };
  return show('schedule-preview', view);
}

/** The typed expression stays where the pickers say none. */
function cronOrErrors(form: ScheduleForm): { cron: string; errors?: FieldErrors } {
  try {
    return { cron: wantedCron(form) };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { cron: form.cron, errors: error.fields };
  }
}

import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { scheduleEditView } from './schedule-edit-view.ts';
import { storedInput } from './schedule-form.ts';
import { scheduleMeaning } from './schedule-meaning.ts';

/** The popup, with what is stored. */
export async function scheduleEdit({
  schedules,
  backups,
  caller,
  params,
  reader,
}: Call<'schedules' | 'backups', 'id'>) {
  const { schema, schedule } = await schedules.get(caller.tenant.id, catalogId(params.id));
  const input = storedInput(schedule, reader);
  const meaning = scheduleMeaning(schedules, schedule, input);
  const choices = await backups.choices(caller.tenant.id, schema.id);
  const view = scheduleEditView({ schema, schedule, input, meaning, choices }, reader);
  return show('schedule-edit', view);
}

import { Conflict, InvalidInput } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import { ScheduleChanged, type FirstBackup } from '../../../core/use-cases/schedules/schedules.ts';
import { by, type Flag, type Handler } from '../../handling/call.ts';
import { showDate } from '../../view/dates.ts';
import { formView, readForm, wantedCron } from './schedule-form.ts';

export const scheduleSave: Handler = async (call) => {
  const { schedules, tenant, params, person } = call;
  const id = catalogId(params['id']!);
  const form = readForm(call);
  try {
    const { schedule, first } = await schedules.save(
      tenant.id,
      id,
      { ...form, cron: wantedCron(call) },
      by(call),
    );
    const next =
      schedule.nextSlotAt && `Next backup: ${showDate(schedule.nextSlotAt, person.timeZone).text}.`;
    return {
      events: ['close-dialog', 'grid-changed', 'backups-changed', 'schedule-changed'],
      flag: saved(schedule.on, first, next),
    };
  } catch (error) {
    if (!(error instanceof InvalidInput || error instanceof Conflict)) throw error;
    const { schema, schedule } = await schedules.get(tenant.id, id);
    if (error instanceof InvalidInput)
      return {
        view: 'schedule-edit',
        data: formView(id, schema.name, form, schedule, call, { errors: error.fields }),
      };
    if (!(error instanceof ScheduleChanged))
      return {
        view: 'schedule-edit',
        data: formView(id, schema.name, form, schedule, call, { errors: { form: error.message } }),
      };
    // What was typed stays; saving again goes over what is shown beside it.
    return {
      view: 'schedule-edit',
      data: formView(
        id,
        schema.name,
        { ...form, revision: error.stored.revision },
        error.stored,
        call,
        { changed: error.message },
      ),
    };
  }
};

function saved(on: boolean, first: FirstBackup, next = ''): Flag {
  if (!on)
    return {
      type: 'success',
      title: 'Schedule switched off',
      body: 'The rule is kept. Nothing is backed up by itself until it is switched on again.',
    };
  if (first.state === 'refused')
    return {
      type: 'info',
      title: 'Schedule saved, no backup was queued now',
      body: `${first.why} ${next}`.trim(),
    };
  return {
    type: 'success',
    title:
      first.state === 'queued' ? 'Schedule saved, the first backup is queued' : 'Schedule saved',
    body: next,
  };
}

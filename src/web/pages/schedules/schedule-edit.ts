import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { formView, storedForm } from './schedule-form.ts';

/** The popup, with what is stored. */
export const scheduleEdit: Handler = async (call) => {
  const { schema, schedule } = await call.schedules.get(
    call.tenant.id,
    catalogId(call.params['id']!),
  );
  return {
    view: 'schedule-edit',
    data: formView(schema.id, schema.name, storedForm(schedule, call), schedule, call),
  };
};

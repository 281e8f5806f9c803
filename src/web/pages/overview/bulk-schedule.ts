import { catalogId } from '../../../core/kernel/ids.ts';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { bulkReply } from './bulk-reply.ts';
import { readBulkScheduleForm, toDailySchedule } from './bulk-schedule-form.ts';
import { bulkScheduleView } from './bulk-schedule-view.ts';
import { readPicks } from '../../forms/read-picks.ts';

const NO_TIME = { at: 'Enter a time of day, such as 02:00' };

export async function bulkSchedule({ protection, caller, form: fields }: Call<'protection'>) {
  const tenantId = caller.tenant.id;
  const picks = readPicks(fields).map(catalogId);
  const form = readBulkScheduleForm(fields);
  try {
    const daily = toDailySchedule(form);
    if (!daily) throw new InvalidInput(NO_TIME);
    const outcome = await protection.schedule(tenantId, picks, daily, requesterOf(caller));
    return bulkReply(outcome, { did: 'scheduled', startsRuns: form.backUpNow });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const schemas = await protection.find(tenantId, picks);
    return show('bulk-schedule-ask', bulkScheduleView(schemas, form, error.fields));
  }
}

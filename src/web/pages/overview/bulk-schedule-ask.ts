import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { bulkScheduleView } from './bulk-schedule-view.ts';
import { readPicks } from '../../forms/read-picks.ts';

const PROPOSED = { at: '02:00', windowMinutes: '120', backUpNow: true } as const;

/** For the schemas that are ticked, or with `all=unscheduled` for those without a schedule. */
export async function bulkScheduleAsk({ protection, caller, query, reader }: Call<'protection'>) {
  const tenantId = caller.tenant.id;
  const schemas =
    query['all'] === 'unscheduled'
      ? (await protection.overview(tenantId)).unscheduled
      : await protection.find(tenantId, readPicks(query).map(catalogId));
  const form = { ...PROPOSED, timeZone: reader.timeZone };
  return show('bulk-schedule-ask', bulkScheduleView(schemas, form));
}

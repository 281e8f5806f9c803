import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { rowView } from '../schemas/schema-list-view.ts';
import { askedPage, pagerView } from '../../view/paging.ts';
import { scheduleCard, slotView } from './schedule-show-view.ts';

/** The schedule of a schema, and the slots that were dealt with. */
export const scheduleShow: Handler = async (call) => {
  const id = catalogId(call.params['id']!);
  const [row, found] = await Promise.all([
    call.grid.row(call.tenant.id, id),
    call.schedules.slots(call.tenant.id, id, askedPage(call.query)),
  ]);
  const lines = found.items.map((line) => slotView(line, call)) as { open: boolean }[];
  const next = row.schedule ? call.schedules.upcoming(row.schedule) : [];
  return {
    view: call.query['part'] === 'body' ? 'schedule-body' : 'schedule-show',
    data: {
      ...rowView(row, call),
      isSchedule: true,
      card: scheduleCard(row, next, call),
      lines,
      empty: lines.length === 0,
      working: lines.some((line) => line.open),
      ...pagerView(found),
    },
  };
};

import { catalogId } from '../../../core/kernel/ids.ts';
import { PageQuery } from '../../forms/page-query.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { scheduleShowView } from './schedule-show-view.ts';

export async function scheduleShow({
  schedules,
  grid,
  caller: { tenant },
  params,
  query,
  reader,
}: Call<'schedules' | 'grid', 'id'>) {
  const id = catalogId(params.id);
  const { page, part } = PageQuery.parse(query);
  const [row, found] = await Promise.all([
    grid.row(tenant.id, id),
    schedules.slots(tenant.id, id, page),
  ]);
  const next = row.schedule ? schedules.upcoming(row.schedule) : [];
  const view = scheduleShowView({ row, next, found }, reader);
  return show(part === 'body' ? 'schedule-body' : 'schedule-show', view);
}

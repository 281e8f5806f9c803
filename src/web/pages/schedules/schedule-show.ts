import { catalogId } from '../../../core/kernel/ids.ts';
import { PageQuery } from '../../forms/page-query.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { scheduleShowView } from './schedule-show-view.ts';

export async function scheduleShow({
  schedules,
  schemaPages,
  keys,
  caller: { tenant },
  params,
  query,
  reader,
}: Call<'schedules' | 'schemaPages' | 'keys', 'id'>) {
  const id = catalogId(params.id);
  const { page, part } = PageQuery.parse(query);
  const [head, found, locked] = await Promise.all([
    schemaPages.head(tenant.id, id),
    schedules.slots(tenant.id, id, page),
    keys.lockNotice(tenant.id),
  ]);
  const next = head.schedule ? schedules.upcoming(head.schedule) : [];
  const view = scheduleShowView({ head, next, found, locked }, reader);
  return show(part === 'body' ? 'schedule-body' : 'schedule-show', view);
}

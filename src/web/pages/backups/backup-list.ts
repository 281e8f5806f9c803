import { InvalidInput } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call, Handler } from '../../handling/call.ts';
import { backupView } from './backup-row-view.ts';
import { dayEnd, dayStart } from '../../view/dates.ts';
import { rowView } from '../schemas/schema-list-view.ts';
import { count } from '../../view/numbers.ts';
import { askedPage, pagerView } from '../../view/paging.ts';

/** The page of a schema: available backups with filters and pages. */
export const backupList: Handler = async (call) => {
  const { tenant, params, query, backups, grid } = call;
  const id = catalogId(params['id']!);
  const filter = readFilter(call);
  const open = await backups.openRuns(tenant.id); // first: what has ended by now stands in the others
  const [row, found] = await Promise.all([
    grid.row(tenant.id, id),
    backups.available(tenant.id, id, filter),
  ]);
  return {
    view: query['part'] === 'table' ? 'backup-table' : 'backup-list',
    data: {
      ...rowView(row, call),
      isAvailable: true,
      lines: found.items.map((run) => backupView(run, open, call)),
      empty: found.items.length === 0,
      filtered: Boolean(query['type'] || query['from'] || query['to']),
      total: count(found.total),
      ...pagerView(found),
      type: query['type'],
      from: query['from'],
      to: query['to'],
    },
  };
};

function readFilter({ query, person }: Call): {
  type?: 'manual' | 'scheduled';
  from?: Date;
  to?: Date;
  page: number;
} {
  const type =
    query['type'] === 'manual' || query['type'] === 'scheduled' ? query['type'] : undefined;
  const from = dayStart(query['from'], person.timeZone);
  const to = dayEnd(query['to'], person.timeZone);
  if ((query['from'] && !from) || (query['to'] && !to))
    throw new InvalidInput({ from: 'A date is written as year-month-day.' });
  return {
    ...(type ? { type } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    page: askedPage(query),
  };
}

import { catalogId } from '../../../core/ids.ts';
import type { Handler } from '../../reply.ts';
import { terminatedView } from '../../view/backup-view.ts';
import { rowView } from '../../view/grid-view.ts';

/** Backups that were stopped or failed: who, when, how far. */
export const backupTerminated: Handler = async (call) => {
  const id = catalogId(call.params['id']!);
  const page = Number(call.query['page']);
  const [row, found] = await Promise.all([call.grid.row(call.tenant.id, id), call.backups.terminated(call.tenant.id, id, Number.isInteger(page) && page > 0 ? Math.min(page, 100_000) : 1)]);
  return {
    view: 'backup-terminated',
    data: { ...rowView(row, call), isTerminated: true, lines: found.runs.map((run) => terminatedView(run, call)), empty: found.runs.length === 0, page: found.page, pages: found.pages, previous: found.page > 1 ? found.page - 1 : undefined, next: found.page < found.pages ? found.page + 1 : undefined },
  };
};

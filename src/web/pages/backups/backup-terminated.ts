import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { terminatedView } from './backup-row-view.ts';
import { rowView } from '../schemas/schema-list-view.ts';
import { askedPage, pagerView } from '../../view/paging.ts';

/** Backups that were stopped or failed: who, when, how far. */
export const backupTerminated: Handler = async (call) => {
  const id = catalogId(call.params['id']!);
  const [row, found] = await Promise.all([
    call.grid.row(call.tenant.id, id),
    call.backups.terminated(call.tenant.id, id, askedPage(call.query)),
  ]);
  return {
    view: 'backup-terminated',
    data: {
      ...rowView(row, call),
      isTerminated: true,
      lines: found.items.map((run) => terminatedView(run, call)),
      empty: found.items.length === 0,
      ...pagerView(found),
    },
  };
};

import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { rowView } from '../schemas/schema-list-view.ts';
import { askedPage, pagerView } from '../../view/paging.ts';
import { historyLines } from './restore-list-view.ts';

/** Restore history: restores from the backups of a schema. */
export const restoreList: Handler = async (call) => {
  const id = catalogId(call.params['id']!);
  const [row, found] = await Promise.all([
    call.grid.row(call.tenant.id, id),
    call.restores.history(call.tenant.id, id, askedPage(call.query)),
  ]);
  const lines = await historyLines(found.items, call);
  return {
    view: call.query['part'] === 'table' ? 'restore-table' : 'restore-list',
    data: {
      ...rowView(row, call),
      isRestores: true,
      lines,
      empty: lines.length === 0,
      working: lines.some((line) => line.open),
      hasBackup: row.schema.backupCount > 0,
      ...pagerView(found),
    },
  };
};

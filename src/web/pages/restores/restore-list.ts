import { catalogId } from '../../../core/kernel/ids.ts';
import { PageQuery } from '../../forms/page-query.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { restoreLines, restoreListView } from './restore-list-view.ts';

/** Restore history: restores from the backups of a schema. */
export async function restoreList(call: Call<'restores' | 'backups' | 'schemaPages', 'id'>) {
  const { restores, schemaPages, caller, params, query, reader } = call;
  const id = catalogId(params.id);
  const { page, part } = PageQuery.parse(query);
  const [head, found] = await Promise.all([
    schemaPages.head(caller.tenant.id, id),
    restores.history(caller.tenant.id, id, page),
  ]);
  const lines = await restoreLines(found.items, call);
  const view = restoreListView(head, found, lines, reader);
  return show(part === 'table' ? 'restore-table' : 'restore-list', view);
}

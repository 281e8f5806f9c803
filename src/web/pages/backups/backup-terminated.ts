import { catalogId } from '../../../core/kernel/ids.ts';
import { PageQuery } from '../../forms/page-query.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { backupTerminatedView } from './backup-terminated-view.ts';

/** Backups that were stopped or failed: who, when, how far. */
export async function backupTerminated({
  backups,
  schemaPages,
  caller: { tenant },
  params,
  query,
  reader,
}: Call<'backups' | 'schemaPages', 'id'>) {
  const id = catalogId(params.id);
  const { page, part } = PageQuery.parse(query);
  const [head, found] = await Promise.all([
    schemaPages.head(tenant.id, id),
    backups.terminated(tenant.id, id, page),
  ]);
  const view = backupTerminatedView(head, found, reader);
  return show(part === 'table' ? 'backup-terminated-table' : 'backup-terminated', view);
}

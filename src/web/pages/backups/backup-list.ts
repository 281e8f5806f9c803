import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { readBackupListQuery } from './read-backup-list-query.ts';
import { backupListView } from './backup-list-view.ts';

/** The page of a schema: available backups with filters and pages. */
export async function backupList({
  backups,
  schemaPages,
  caller: { tenant },
  params,
  query,
  reader,
}: Call<'backups' | 'schemaPages', 'id'>) {
  const id = catalogId(params.id);
  const { filter, part, typed } = readBackupListQuery(query, reader.timeZone);
  // The head first: its runs that have ended since then stand in what is read after it.
  const head = await schemaPages.head(tenant.id, id);
  const found = await backups.available(tenant.id, id, filter);
  const view = backupListView({ head, found, typed }, reader);
  return show(part === 'table' ? 'backup-table' : 'backup-list', view);
}

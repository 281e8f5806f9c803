import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { readBackupListQuery } from './read-backup-list-query.ts';
import { backupListView } from './backup-list-view.ts';

/** The page of a schema: available backups with filters and pages. */
export async function backupList({
  backups,
  grid,
  caller: { tenant },
  params,
  query,
  reader,
}: Call<'backups' | 'grid', 'id'>) {
  const id = catalogId(params.id);
  const { filter, part, typed } = readBackupListQuery(query, reader.timeZone);
  // The runs first: what has ended since then stands in what is read after them.
  const open = await backups.openRuns(tenant.id);
  const [row, found] = await Promise.all([
    grid.row(tenant.id, id),
    backups.available(tenant.id, id, filter),
  ]);
  const view = backupListView({ row, found, open, typed }, reader);
  return show(part === 'table' ? 'backup-table' : 'backup-list', view);
}

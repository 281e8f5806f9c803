import { catalogId } from '../../../core/kernel/ids.ts';
import { PageQuery } from '../../forms/page-query.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { backupTerminatedView } from './backup-terminated-view.ts';

/** Backups that were stopped or failed: who, when, how far. */
export async function backupTerminated({
  backups,
  grid,
  caller: { tenant },
  params,
  query,
  reader,
}: Call<'backups' | 'grid', 'id'>) {
  const id = catalogId(params.id);
  const { page } = PageQuery.parse(query);
  const [row, found] = await Promise.all([
    grid.row(tenant.id, id),
    backups.terminated(tenant.id, id, page),
  ]);
  return show('backup-terminated', backupTerminatedView(row, found, reader));
}

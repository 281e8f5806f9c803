import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupContentsView } from './backup-contents-view.ts';

/** A look inside: the object types as a tree, with counts. */
export async function backupContents({
  backups,
  contents,
  caller: { tenant },
  params,
  reader,
}: Call<'backups' | 'contents', 'id'>) {
  const id = runId(params.id);
  const backup = await backups.get(tenant.id, id);
  const { types } = await contents.tree(tenant.id, id);
  return show('backup-contents', backupContentsView(backup, types, reader));
}

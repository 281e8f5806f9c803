import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupObjectView } from './backup-object-view.ts';

/** One object with its attributes, read from the backup. */
export async function backupObject({
  contents,
  caller,
  params,
  reader,
}: Call<'contents', 'id' | 'typeId' | 'objectId'>) {
  const { id, typeId, objectId } = params;
  const object = await contents.object(caller.tenant.id, runId(id), typeId, objectId);
  return show('backup-object', backupObjectView(object, reader));
}

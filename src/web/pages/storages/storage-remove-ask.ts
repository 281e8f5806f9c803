import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { storageRemoveView } from './storage-remove-view.ts';

export async function storageRemoveAsk({
  removals,
  caller,
  params,
  reader,
}: Call<'removals', 'id'>) {
  const removal = await removals.look(caller.tenant.id, params.id);
  return show('storage-remove-ask', storageRemoveView(removal, reader));
}

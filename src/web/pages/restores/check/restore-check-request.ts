import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { restoreCheckView } from './restore-check-view.ts';

export async function restoreCheckRequest({
  restores,
  caller,
  params,
  reader,
}: Call<'restores', 'id'>) {
  const id = runId(params.id);
  const check = await restores.requestCheck(caller.tenant.id, id, requesterOf(caller));
  return show('restore-check', restoreCheckView({ id }, check, reader));
}

import { NotFound } from '../../../core/kernel/errors.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { connectionView } from './connection-view.ts';

/** What home is connected to, and as of when. The page refreshes it regularly. */
export async function connectionLine({ setup, caller: { tenant }, reader }: Call<'setup'>) {
  const { source, storage } = await setup.view(tenant.id);
  if (!source) throw new NotFound('This site was disconnected. Reload the page.');
  return show('connection-line', connectionView(source, storage, reader));
}

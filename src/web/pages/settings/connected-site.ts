import { NotFound } from '../../../core/kernel/errors.ts';
import type { ConnectedSite } from '../../../core/use-cases/setup/setup.ts';
import type { Call } from '../../handling/call.ts';

/** @throws NotFound before the setup is finished */
export async function connectedSite({ setup, caller }: Call<'setup'>): Promise<ConnectedSite> {
  const { source } = await setup.view(caller.tenant.id);
  if (!source) throw new NotFound('Finish the setup first. Reload the page.');
  return source;
}

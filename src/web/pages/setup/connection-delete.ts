import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { setupShowView } from './setup-show-view.ts';

export async function connectionDelete({ setup, caller: { tenant }, reader }: Call<'setup'>) {
  await setup.deleteConnection(tenant.id);
  const state = await setup.view(tenant.id);
  return show('setup-show', setupShowView(state, { step: 1, tenant, reader }), {
    events: ['close-dialog'],
    flag: {
      type: 'success',
      title: 'Site disconnected',
      body: 'The token was erased. Connect the same workspace again to get schemas and backups back.',
    },
  });
}

import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { dataCenterEditView } from './data-center-edit-view.ts';

export async function dataCenterNew({ setup, caller, reader }: Call<'setup'>) {
  const { storage } = await setup.view(caller.tenant.id);
  return show('data-center-edit', dataCenterEditView({ reader, storage }));
}

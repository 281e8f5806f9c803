import { siteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { dataCenterEditView } from './data-center-edit-view.ts';

export async function dataCenterEdit(call: Call<'setup' | 'dataCenters', 'id'>) {
  const { setup, dataCenters, caller, params, reader } = call;
  const instance = await dataCenters.get(caller.tenant.id, siteId(params.id));
  const { storage } = await setup.view(caller.tenant.id);
  return show('data-center-edit', dataCenterEditView({ reader, storage, instance }));
}

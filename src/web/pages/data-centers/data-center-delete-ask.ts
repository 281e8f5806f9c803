import { siteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface DataCenterDeleteAskView {
  id: string;
  name: string | undefined;
  siteUrl: string;
}

export async function dataCenterDeleteAsk({
  dataCenters,
  caller,
  params,
}: Call<'dataCenters', 'id'>) {
  const { id, name, siteUrl } = await dataCenters.get(caller.tenant.id, siteId(params.id));
  const view: DataCenterDeleteAskView = { id, name, siteUrl };
  return show('data-center-delete-ask', view);
}

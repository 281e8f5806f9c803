import { siteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface TargetDeleteAskView {
  id: string;
  name: string | undefined;
  siteUrl: string;
}

export async function targetDeleteAsk({ targets, caller, params }: Call<'targets', 'id'>) {
  const { id, name, siteUrl } = await targets.get(caller.tenant.id, siteId(params.id));
  const view: TargetDeleteAskView = { id, name, siteUrl };
  return show('target-delete-ask', view);
}

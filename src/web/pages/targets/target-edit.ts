import { siteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { targetEditView } from './target-edit-view.ts';

export async function targetEdit({ targets, caller, params, reader }: Call<'targets', 'id'>) {
  const target = await targets.get(caller.tenant.id, siteId(params.id));
  return show('target-edit', targetEditView({ caller, reader, target }));
}

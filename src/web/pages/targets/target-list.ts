import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { targetListView } from './target-list-view.ts';

export async function targetList({ targets, caller, reader }: Call<'targets'>) {
  const found = await targets.list(caller.tenant.id);
  return show('target-list', targetListView(found, reader));
}

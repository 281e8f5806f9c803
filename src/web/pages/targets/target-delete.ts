import { siteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { targetListView } from './target-list-view.ts';

export async function targetDelete({
  targets,
  caller: { tenant },
  params,
  reader,
}: Call<'targets', 'id'>) {
  const { name } = await targets.remove(tenant.id, siteId(params.id));
  const left = await targets.list(tenant.id);
  return show('target-list', targetListView(left, reader), {
    events: ['close-dialog'],
    flag: {
      type: 'success',
      title: `${name} deleted`,
      body: 'Its token was erased. The site itself and your backups stay as they are.',
    },
  });
}

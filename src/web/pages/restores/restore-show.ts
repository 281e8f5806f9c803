import { runId } from '../../../core/kernel/ids.ts';
import { PageQuery } from '../../forms/page-query.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { restoreShowView } from './restore-show-view.ts';

/** One restore: how far it is, then its result. */
export async function restoreShow(call: Call<'restores' | 'backups' | 'restorePlans', 'id'>) {
  const { part } = PageQuery.parse(call.query);
  const view = await restoreShowView(call, runId(call.params.id));
  return show(part === 'body' ? 'restore-body' : 'restore-show', view);
}

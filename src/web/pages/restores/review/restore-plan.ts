import { runId } from '../../../../core/kernel/ids.ts';
import { PageQuery } from '../../../forms/page-query.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { restorePlanView } from './restore-plan-view.ts';

/** The plan: how far its making is, then what a restore would do. */
export async function restorePlan({
  restorePlans,
  caller,
  params,
  query,
  reader,
}: Call<'restorePlans', 'id'>) {
  const { part } = PageQuery.parse(query);
  const state = await restorePlans.get(caller.tenant.id, runId(params.id));
  const view = restorePlanView(state, reader);
  return show(part === 'body' ? 'restore-plan-body' : 'restore-plan', view);
}

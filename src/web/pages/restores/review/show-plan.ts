import type { RestorePlanRun } from '../../../../core/restores/plan/restore-plan-kind.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type Effects } from '../../../handling/reply.ts';
import { restorePlanView } from './restore-plan-view.ts';

/** *Review* of a plan that was just queued. */
export async function showPlan(
  { restorePlans, caller, reader }: Call<'restorePlans'>,
  { id }: Pick<RestorePlanRun, 'id'>,
  effects: Effects = {},
) {
  const state = await restorePlans.get(caller.tenant.id, id);
  return show('restore-plan', restorePlanView(state, reader), effects);
}

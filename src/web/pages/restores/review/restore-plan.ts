import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { planPage } from './restore-plan-view.ts';

/** The plan: how far its making is, then what a restore would do. */
export const restorePlan: Handler = async (call) => ({
  view: call.query['part'] === 'body' ? 'restore-plan-body' : 'restore-plan',
  data: await planPage(call, runId(call.params['id']!)),
});

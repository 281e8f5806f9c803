import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { checkView } from './restore-check-view.ts';

/** The newest *Check the result* of a restore. */
export const restoreCheck: Handler = async (call) => {
  const { run } = await call.restores.get(call.tenant.id, runId(call.params['id']!));
  return {
    view: 'restore-check',
    data: checkView(run.id, await call.restores.checkOf(call.tenant.id, run.id), call),
  };
};

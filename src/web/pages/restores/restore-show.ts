import { runId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { restorePage } from './restore-show-view.ts';

/** One restore: how far it is, then what came of it. */
export const restoreShow: Handler = async (call) => ({
  view: call.query['part'] === 'body' ? 'restore-body' : 'restore-show',
  data: await restorePage(call, runId(call.params['id']!)),
});

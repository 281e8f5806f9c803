import { runId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';

export const runStopAsk: Handler = async ({ tenant, params, backups }) => {
  const { id } = await backups.run(tenant.id, runId(params['id']!));
  return { view: 'run-stop-ask', data: { id } };
};

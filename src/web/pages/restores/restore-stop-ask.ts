import { runId } from '../../../core/ids.ts';
import type { Handler } from '../../reply.ts';

export const restoreStopAsk: Handler = async ({ restores, tenant, params }) => {
  const { run, input } = await restores.get(tenant.id, runId(params['id']!));
  return { view: 'restore-stop-ask', data: { id: run.id, name: input.schema.name } };
};

import { orAbsent } from '../../../core/kernel/errors.ts';
import { runId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';

export const restoreStopAsk: Handler = async ({ restores, backups, tenant, params }) => {
  const { run, input } = await restores.get(tenant.id, runId(params['id']!));
  return {
    view: 'restore-stop-ask',
    data: {
      id: run.id,
      name: input.schema.name,
      backup:
        run.backupId !== undefined &&
        (await orAbsent(backups.get(tenant.id, run.backupId))) !== undefined,
    },
  };
};

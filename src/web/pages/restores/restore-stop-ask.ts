import { orAbsent } from '../../../core/kernel/errors.ts';
import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface RestoreStopAskView {
  id: string;
  name: string;
  /** Whether its backup still exists, so that it can continue later. */
  hasBackup: boolean;
}

export async function restoreStopAsk({
  restores,
  backups,
  caller: { tenant },
  params,
}: Call<'restores' | 'backups', 'id'>) {
  const { run, input } = await restores.get(tenant.id, runId(params.id));
  const backup = run.backupId && (await orAbsent(backups.get(tenant.id, run.backupId)));
  const view: RestoreStopAskView = {
    id: run.id,
    name: input.schema.name,
    hasBackup: Boolean(backup),
  };
  return show('restore-stop-ask', view);
}

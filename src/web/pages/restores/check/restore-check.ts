import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { restoreCheckView } from './restore-check-view.ts';

/** The newest *Check the result* of a restore. */
export async function restoreCheck({
  restores,
  caller: { tenant },
  params,
  reader,
}: Call<'restores', 'id'>) {
  const { run } = await restores.get(tenant.id, runId(params.id));
  const check = await restores.checkOf(tenant.id, run.id);
  return show(
    'restore-check',
    restoreCheckView(run, check, reader, (await restores.findGone(run)) !== undefined),
  );
}

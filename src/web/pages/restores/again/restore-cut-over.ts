import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { restoreCutOverView } from './restore-cut-over-view.ts';

/** The checklist for the day on which people move to the site that a schema was migrated to. */
export async function restoreCutOver(call: Call<'restores', 'id'>) {
  return show('restore-cut-over', await restoreCutOverView(call, runId(call.params.id)));
}

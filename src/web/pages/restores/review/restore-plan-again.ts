import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { readChoices } from './read-choices.ts';
import { restorePlanView } from './restore-plan-view.ts';

/** *Plan again*: as the site is now; the rules that were chosen are kept. */
export async function restorePlanAgain({
  restorePlans,
  caller,
  params,
  form,
  reader,
}: Call<'restorePlans', 'id'>) {
  const tenantId = caller.tenant.id;
  const { run, plan } = await restorePlans.get(tenantId, runId(params.id));
  const choices = plan && readChoices(form, plan).choices;
  const { id } = await restorePlans.repeat(tenantId, run.id, requesterOf(caller), choices);
  return show('restore-plan', restorePlanView(await restorePlans.get(tenantId, id), reader));
}

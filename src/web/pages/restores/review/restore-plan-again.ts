import { runId } from '../../../../core/kernel/ids.ts';
import { by, type Handler } from '../../../handling/call.ts';
import { readChoices } from './restore-choices.ts';
import { planPage } from './restore-plan-view.ts';

/** *Plan again*: as the site is now; the rules that were chosen are kept. */
export const restorePlanAgain: Handler = async (call) => {
  const { restorePlans, tenant, form } = call;
  const { run, plan } = await restorePlans.get(tenant.id, runId(call.params['id']!));
  const { id } = await restorePlans.repeat(
    tenant.id,
    run.id,
    by(call),
    plan && readChoices(form, plan).choices,
  );
  return { view: 'restore-plan', data: await planPage(call, id) };
};

import { z } from 'zod';
import { runId } from '../../../../core/kernel/ids.ts';
import { PageQuery } from '../../../forms/page-query.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { restoreDestinationView } from './restore-destination-view.ts';
import { readRestoreForm } from './restore-form.ts';
import { restoreOptions } from './restore-options.ts';
import { restorePlaceView } from './restore-place-view.ts';

const StepQuery = PageQuery.extend({ step: z.enum(['options']).optional().catch(undefined) });

/**
 * The first step, empty or with everything that was chosen; `part=place` is what depends on the
 * kind of destination, `step=options` the second step, as its address has it.
 */
export async function restoreDestination(call: Call<'restorePlans', 'id'>) {
  const { restorePlans, caller, params } = call;
  const { part, step } = StepQuery.parse(call.query);
  // A link may name the destination.
  const chosen = { ...call.query, ...call.form };
  if (step === 'options') return restoreOptions({ ...call, form: chosen });
  const form = readRestoreForm(chosen);
  const begun = await restorePlans.begin(caller.tenant.id, runId(params.id));
  if (part === 'place') return show('restore-place', await restorePlaceView(call, begun, form));
  return show('restore-destination', await restoreDestinationView(call, begun, form));
}

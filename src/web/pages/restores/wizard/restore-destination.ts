import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { readRestoreForm } from './restore-form.ts';
import { placeView } from './restore-place-view.ts';
import { destinationView } from './restore-options-view.ts';

/** The first step, empty or with everything that was chosen; `part=place` is what depends on the kind of destination. */
export const restoreDestination: Handler = async (call) => {
  const begun = await call.restorePlans.begin(call.tenant.id, runId(call.params['id']!));
  const form = readRestoreForm(call);
  if (call.query['part'] === 'place')
    return {
      view: 'restore-place',
      data: await placeView(call, begun.backup.id, form, begun.targets),
    };
  return { view: 'restore-destination', data: await destinationView(call, begun, form) };
};

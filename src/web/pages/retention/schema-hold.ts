import { InvalidInput } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import type { HoldAskView } from './hold-ask-view.ts';

type HoldCall = Call<'grid' | 'retention', 'id'>;

/** *Hold all…* of a schema. */
export async function schemaHoldAsk(call: HoldCall) {
  return show('hold-ask', await holdView(call));
}

export async function schemaHold(call: HoldCall) {
  const { retention, caller, params, form } = call;
  const reason = form['reason'] ?? '';
  const id = catalogId(params.id);
  try {
    await retention.holdSchema(caller.tenant.id, id, reason, requesterOf(caller));
    const body = 'None can be deleted until you lift the hold, including future ones.';
    return changed('All backups on hold', body);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return show('hold-ask', await holdView(call, { reason, error: error.fields['reason'] }));
  }
}

export async function schemaLift({ retention, caller, params }: HoldCall) {
  await retention.liftSchema(caller.tenant.id, catalogId(params.id));
  const body = 'Retention rules apply again, except to backups with a hold of their own.';
  return changed('Hold lifted', body);
}

const changed = (title: string, body: string): EffectsReply => ({
  events: ['close-dialog', 'backups-changed'],
  flag: { type: 'success', title, body },
});

async function holdView(
  { grid, caller, params }: HoldCall,
  { reason, error }: { reason?: string; error?: string | undefined } = {},
): Promise<HoldAskView> {
  const { schema } = await grid.row(caller.tenant.id, catalogId(params.id));
  return {
    path: `/app/schemas/${schema.id}/hold`,
    name: schema.name,
    date: undefined,
    reason: reason ?? schema.hold?.reason ?? '',
    error,
  };
}

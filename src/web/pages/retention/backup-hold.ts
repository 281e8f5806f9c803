import { InvalidInput } from '../../../core/kernel/errors.ts';
import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show, type EffectsReply } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { showDate } from '../../view/formats/dates.ts';
import type { HoldAskView } from './hold-ask-view.ts';

type HoldCall = Call<'backups' | 'retention', 'id'>;

/** *Hold…* of a backup. */
export async function backupHoldAsk(call: HoldCall) {
  return show('hold-ask', await holdView(call));
}

export async function backupHold(call: HoldCall) {
  const { retention, caller, params, form } = call;
  const reason = form['reason'] ?? '';
  try {
    await retention.hold(caller.tenant.id, runId(params.id), reason, requesterOf(caller));
    return held('Backup on hold', "It can't be deleted until you lift the hold.");
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return show('hold-ask', await holdView(call, { reason, error: error.fields['reason'] }));
  }
}

export async function backupLift({ retention, caller, params }: HoldCall) {
  await retention.lift(caller.tenant.id, runId(params.id));
  return held('Hold lifted', 'Retention rules apply to this backup again.');
}

/** *Undo* in the bin. */
export async function backupUndo({ bin, caller, params }: Call<'bin', 'id'>) {
  await bin.undo(caller.tenant.id, runId(params.id), requesterOf(caller));
  return held('Backup restored from the bin', "It's listed again.");
}

const held = (title: string, body: string): EffectsReply => ({
  events: ['close-dialog', 'backups-changed'],
  flag: { type: 'success', title, body },
});

async function holdView(
  { backups, caller, params, reader }: HoldCall,
  { reason, error }: { reason?: string; error?: string | undefined } = {},
): Promise<HoldAskView> {
  const backup = await backups.get(caller.tenant.id, runId(params.id));
  return {
    path: `/app/backups/${backup.id}/hold`,
    name: backup.schema.name,
    date: showDate(backup.completedAt, reader),
    reason: reason ?? backup.hold?.reason ?? '',
    error,
  };
}

import { catalogId, runId } from '../../../../core/kernel/ids.ts';
import type { FieldErrors } from '../../../forms/fields.ts';
import { NameConfirmation } from '../../../forms/name-confirmation.ts';
import { readPicks } from '../../../forms/read-picks.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { counted } from '../../../view/formats/numbers.ts';
import { formErrorsOf } from '../../settings/show-settings.ts';
import { binDeleteView } from './bin-delete-view.ts';

type BinCall = Call<'bin' | 'storages', 'id'>;

/** *Delete for good…* of one backup in the bin, and *Empty the bin…*. */
export async function binDeleteAsk(call: BinCall) {
  return show('bin-delete-ask', await read(call, readPicks(call.query)));
}

export async function binDelete(call: BinCall) {
  const { bin, caller, params, form } = call;
  const picked = readPicks(form);
  const { name: typedName } = NameConfirmation.parse(form);
  try {
    const number = await bin.deleteForGood({
      tenantId: caller.tenant.id,
      catalogId: catalogId(params.id),
      picked: picked.map(runId),
      typedName,
      by: requesterOf(caller),
    });
    return deleting(number);
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    return show('bin-delete-ask', await read(call, picked, { typed: typedName, errors }));
  }
}

const deleting = (number: number): EffectsReply => ({
  events: ['close-dialog', 'backups-changed'],
  flag: {
    type: 'success',
    title: `Deleting ${counted(number, 'backup')} for good`,
    body: "Their storage is freed in a few minutes, or when a bucket's lock has run out.",
  },
});

async function read(
  { bin, storages, caller, params, reader }: BinCall,
  picked: string[],
  refused: { typed?: string; errors?: FieldErrors } = {},
) {
  const tenantId = caller.tenant.id;
  const found = await bin.look(tenantId, catalogId(params.id));
  const names = await storages.names(tenantId);
  return binDeleteView({ ...found, names, picked, ...refused }, reader);
}

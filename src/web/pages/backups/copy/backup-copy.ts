import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { catalogId, runId } from '../../../../core/kernel/ids.ts';
import type { CopyWish } from '../../../../core/use-cases/copies/copies.ts';
import type { Fields } from '../../../forms/fields.ts';
import { readPicks } from '../../../forms/read-picks.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { counted } from '../../../view/formats/numbers.ts';
import { VIEW_PROGRESS } from '../../overview/bulk-reply.ts';
import { backupCopyView } from './backup-copy-view.ts';

type CopyCall = Call<'copies', 'id'>;

/** *Copy to another storage…* of one backup, of those that are ticked, or of all of a schema. */
export async function backupCopyAsk(call: CopyCall) {
  const wish = wishOf(call, call.query);
  const offer = await call.copies.offer(wish);
  return show('backup-copy-ask', backupCopyView({ offer, picked: wish.picked }));
}

export async function backupCopy(call: CopyCall) {
  const { copies, caller, form } = call;
  const wish = wishOf(call, form);
  const { storage: typed = '' } = form;
  try {
    const { input } = await copies.request(wish, typed, requesterOf(caller));
    return copying(input.backups.length, input.label);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const offer = await copies.offer(wish);
    const { storage } = error.fields;
    const view = backupCopyView({ offer, picked: wish.picked, typed, error: storage });
    return show('backup-copy-ask', view);
  }
}

const copying = (number: number, label: string): EffectsReply => ({
  events: ['close-dialog', 'backups-changed', 'picks-done'],
  flag: {
    type: 'success',
    title: `Copying ${counted(number, 'backup')} to ${label}`,
    body: "Each one is listed once it's verified there.",
    actions: [VIEW_PROGRESS],
  },
});

const wishOf = ({ caller, params }: CopyCall, fields: Fields): CopyWish => ({
  tenantId: caller.tenant.id,
  catalogId: catalogId(params.id),
  picked: readPicks(fields).map(runId),
});

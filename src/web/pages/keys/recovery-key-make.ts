import type { KeysView } from '../../../core/use-cases/keys/keys.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';

/** The one page that shows a recovery key, made to be printed. */
export interface RecoveryKeyView {
  siteUrl: string;
  made: ShownDate;
  by: string;
  /** In groups, as they are typed later. */
  groups: { number: number; text: string }[];
  opens: string[];
  lacks: string[];
}

export async function recoveryKeyMake({ keys, caller, reader }: Call<'keys'>) {
  const { tenant } = caller;
  const key = await keys.makeRecoveryKey(tenant.id, requesterOf(caller));
  const view = recoveryKeyView(key, await keys.view(tenant.id), tenant.siteUrl, reader);
  return show('recovery-key-show', view, { events: ['close-dialog'] });
}

function recoveryKeyView(
  key: string,
  { recovery }: KeysView,
  siteUrl: string,
  reader: Reader,
): RecoveryKeyView {
  return {
    siteUrl,
    made: showDate(recovery?.madeAt ?? new Date(reader.nowMs), reader),
    by: recovery?.madeBy.name ?? '',
    groups: key.split('-').map((text, at) => ({ number: at + 1, text })),
    opens: recovery?.opens ?? [],
    lacks: recovery?.lacks ?? [],
  };
}

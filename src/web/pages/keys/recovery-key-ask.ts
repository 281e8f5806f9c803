import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';

export interface RecoveryKeyAskView {
  siteUrl: string;
  /** When the key that this one would replace was created. */
  earlier: ShownDate | undefined;
}

/** *Create recovery key…*, or *Replace…* where there is one. */
export async function recoveryKeyAsk({ keys, caller, reader }: Call<'keys'>) {
  const { recovery } = await keys.view(caller.tenant.id);
  const view: RecoveryKeyAskView = {
    siteUrl: caller.tenant.siteUrl,
    earlier: recovery && showDate(recovery.madeAt, reader),
  };
  return show('recovery-key-ask', view);
}

import type { SiteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import type { Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { counted } from '../../view/formats/numbers.ts';
import { VIEW_PROGRESS } from '../overview/bulk-reply.ts';
import { showSettings, type SettingsUse } from './show-settings.ts';

/** What saving or testing the account of the site needs. */
export type AccountUse = SettingsUse | 'protection';

/**
 * Shows the section of an account that the site just accepted. Scheduled backups that failed
 * because the one before was refused are tried again.
 */
export async function showAccepted(
  call: Call<AccountUse>,
  siteId: SiteId,
  { section, flag }: { section: 'account' | 'token'; flag: Flag },
) {
  const { protection, caller } = call;
  const { done } = await protection.retryRefused(caller.tenant.id, siteId, requesterOf(caller));
  return showSettings(
    call,
    { section },
    { events: ['grid-changed'], flag: done.length > 0 ? withRetries(flag, done.length) : flag },
  );
}

const withRetries = (flag: Flag, retried: number): Flag => ({
  ...flag,
  body: `${flag.body ?? ''} Retrying ${counted(retried, 'scheduled backup')} that failed.`,
  actions: [VIEW_PROGRESS],
});

import type { Call } from '../../handling/call.ts';
import { showSettings } from '../settings/show-settings.ts';

/** Forgets a storage that holds nothing any more. */
export async function storageRemove(
  call: Call<'setup' | 'targets' | 'keys' | 'figures' | 'removals', 'id'>,
) {
  const { removals, caller, params } = call;
  const isMarkGone = await removals.remove(caller.tenant.id, params.id);
  const body = isMarkGone
    ? 'Its address and password were erased, and the mark of the app in its database.'
    : "Its address and password were erased. Its database didn't answer, so the mark of the app stays there.";
  const flag = { type: 'success', title: 'Storage removed', body } as const;
  const events = ['close-dialog', 'grid-changed'] as const;
  return showSettings(call, { section: 'storage' }, { events: [...events], flag });
}

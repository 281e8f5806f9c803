import type { Call } from '../../handling/call.ts';
import { showSettings, type SettingsUse } from '../settings/show-settings.ts';

/** Forgets a storage that holds nothing any more. */
export async function storageRemove(call: Call<SettingsUse | 'removals', 'id'>) {
  const { removals, caller, params } = call;
  const isMarkGone = await removals.remove(caller.tenant.id, params.id);
  const body = isMarkGone
    ? "Its address and password were erased, and the app's mark in it."
    : "Its address and password were erased. It didn't answer, so the app's mark stays there.";
  const flag = { type: 'success', title: 'Storage removed', body } as const;
  const events = ['close-dialog', 'grid-changed'] as const;
  return showSettings(call, { section: 'storage' }, { events: [...events], flag });
}

import { siteId, type SiteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { formErrorsOf, showSettings, type SettingsUse } from '../settings/show-settings.ts';
import { targetEditView } from './target-edit-view.ts';
import { TargetForm } from './target-form.ts';

/** Changes the target instance of the address. */
export const targetSave = (call: Call<SettingsUse, 'id'>) =>
  saveTarget(call, siteId(call.params.id));

/**
 * Adds a target instance, or changes the one of that id. Checks live and saves; errors are shown
 * beside their fields, and everything typed (but the token) stays.
 */
export async function saveTarget(call: Call<SettingsUse>, id: SiteId | undefined) {
  const { targets, caller, form, reader } = call;
  const { tenant } = caller;
  const input = TargetForm.parse(form);
  try {
    const { name = '', rights = [] } = await targets.save(tenant, input, id);
    const lacks = rights.filter(({ granted }) => !granted).map(({ warning }) => warning);
    const flag = {
      type: lacks.length > 0 ? 'info' : 'success',
      title: `${name} saved`,
      body: lacks.join(' ') || 'The site accepted this account and workspace.',
    } as const;
    return await showSettings(call, { section: 'targets' }, { flag });
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const { token: _token, ...typed } = input;
    const target = id === undefined ? undefined : await targets.get(tenant.id, id);
    return show('target-edit', targetEditView({ caller, reader, target, typed, errors }));
  }
}

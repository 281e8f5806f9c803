import type { AttachedStorages } from '../../../core/use-cases/storages/attach-storages.ts';
import type { Call } from '../../handling/call.ts';
import { show, type Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { counted } from '../../view/formats/numbers.ts';
import { formErrorsOf, showSettings, type SettingsUse } from '../settings/show-settings.ts';
import { isSetUp, setupShowView } from '../setup/setup-show-view.ts';
import { shownAgain } from '../storages/save-storage.ts';
import { showAttach } from './attach-edit.ts';

/** *Attach*: lists the backups of the storage that was looked at. */
export async function attachTake(call: Call<SettingsUse | 'attaching', 'id'>) {
  const { setup, attaching, caller, params, reader } = call;
  const { tenant } = caller;
  try {
    const attached = await attaching.attach(tenant.id, params.id, requesterOf(caller));
    const flag = attachedFlag(attached);
    const state = await setup.view(tenant.id);
    if (!isSetUp(state))
      return show('setup-show', setupShowView(state, { step: 2, tenant, reader }), { flag });
    return await showSettings(call, { section: 'storage' }, { events: ['grid-changed'], flag });
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const typed = shownAgain(call.form);
    return showAttach(call, { typed, errors: { form: Object.values(errors).join(' ') } });
  }
}

function attachedFlag({ storages, listed, isGoing }: AttachedStorages): Flag {
  const names = storages.map(({ label }) => label).join(', ');
  const body = isGoing
    ? 'Its backups are being listed. This takes some minutes.'
    : `${counted(listed, 'backup')} listed. To use it for new backups as well, choose it below.`;
  return { type: 'success', title: `${names} attached`, body };
}

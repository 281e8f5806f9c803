import { readRecoveryKey } from '../../../core/storages/keys/read-recovery-key.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { textField, type FieldView } from '../../view/components/field-view.ts';
import { storageFormView, type StorageFormView } from '../settings/storage-form-view.ts';
import { isSetUp } from '../setup/setup-show-view.ts';
import { shownAgain } from '../storages/save-storage.ts';

/** The form of *Attach a storage that has backups*. */
export interface StorageAttachView {
  back: BackLink;
  formError: string | undefined;
  storage: StorageFormView;
  recoveryKey: FieldView;
}

/** The way back to where it was opened. */
export interface BackLink {
  url: string;
  text: string;
}

interface Sent {
  typed?: Fields | undefined;
  errors?: FieldErrors | undefined;
}

export const attachEdit = (call: Call<'setup'>) => showAttach(call);

/** Back from what was found there, with what was typed. */
export const attachAgain = (call: Call<'setup'>) =>
  showAttach(call, { typed: shownAgain(call.form) });

export async function showAttach({ setup, caller }: Call<'setup'>, sent: Sent = {}) {
  return show('storage-attach', storageAttachView(await backLink(setup, caller), sent));
}

async function backLink(
  setup: Call<'setup'>['setup'],
  { tenant }: Call['caller'],
): Promise<BackLink> {
  return isSetUp(await setup.view(tenant.id))
    ? { url: '/app/settings?section=storage', text: 'Settings' }
    : { url: '/app/setup?step=2', text: 'Setup' };
}

function storageAttachView(back: BackLink, { typed, errors = {} }: Sent): StorageAttachView {
  return {
    back,
    formError: errors['form'],
    storage: storageFormView(undefined, true, { typed, errors: { ...errors, form: '' } }),
    recoveryKey: textField('recoveryKey', 'Recovery key', {
      mandatory: true,
      value: mistaken(typed?.['recoveryKey']),
      error: errors['recoveryKey'],
      help: 'Eight groups of five characters, from the page that was printed when the key was created.',
    }),
  };
}

/** A valid key is not sent back; an invalid one is, to be corrected. */
const mistaken = (typed = ''): string => (readRecoveryKey(typed).key ? '' : typed);

import type { FieldErrors } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { keysChanged, saveKeys } from './save-keys.ts';
import { keyForm, passwordField, ringChoice } from './key-form-view.ts';

type KeysCall = Call<'keys'>;

/** *Set passphrase…* and *Change passphrase…* */
export async function passphraseAsk({ keys, caller, form }: KeysCall, errors: FieldErrors = {}) {
  const { passphrase } = await keys.view(caller.tenant.id);
  const isSet = passphrase !== undefined;
  const withRing = form['ring'] ? form['ring'] === 'with' : passphrase?.withRing === true;
  const view = keyForm({
    url: '/app/settings/passphrase',
    title: isSet ? 'Change the passphrase?' : 'Set a passphrase?',
    texts: isSet
      ? ["The current passphrase stops working. Backups aren't rewritten."]
      : [
          "From then on, only the passphrase and, if you created one, the recovery key open your backups, existing and future, in every storage. Whoever runs this service can't open them any more.",
          'If you lose both, nobody can open the backups again.',
          'After a restart of the service they are locked until somebody unlocks them here. Meanwhile scheduled backups wait for up to a day, then fail.',
        ],
    fields: [
      ...(isSet ? [passwordField('current', 'Current passphrase', errors['current'])] : []),
      passwordField(
        'passphrase',
        'New passphrase',
        errors['passphrase'],
        'At least 12 characters.',
      ),
      passwordField('repeat', 'Repeat the new passphrase', errors['repeat']),
    ],
    choices: [ringChoice('The passphrase', withRing)],
    formError: errors['form'],
    submit: isSet ? 'Change passphrase' : 'Set passphrase',
  });
  return show('passphrase-ask', view);
}

export async function passphraseSave(call: KeysCall) {
  const { keys, caller, form } = call;
  return saveKeys(call, passphraseAsk, 'Passphrase saved', () =>
    keys.setPassphrase(caller.tenant.id, requesterOf(caller), form),
  );
}

/** *Remove passphrase…* */
export async function passphraseRemoveAsk(_call: KeysCall, errors: FieldErrors = {}) {
  const view = keyForm({
    url: '/app/settings/passphrase/remove',
    title: 'Remove the passphrase?',
    texts: [
      'The keys of this service open your backups again. They are never locked then, and whoever runs the service can open them.',
    ],
    fields: [passwordField('current', 'Current passphrase', errors['current'])],
    formError: errors['form'],
    submit: 'Remove passphrase',
    isDanger: true,
  });
  return show('passphrase-ask', view);
}

export async function passphraseRemove(call: KeysCall) {
  const { keys, caller, form } = call;
  return saveKeys(call, passphraseRemoveAsk, 'Passphrase removed', () =>
    keys.removePassphrase(caller.tenant.id, form),
  );
}

/** *Unlock…* */
export async function unlockAsk({ form }: KeysCall, errors: FieldErrors = {}) {
  const { hours: chosen = '12' } = form;
  const view = keyForm({
    url: '/app/settings/passphrase/unlock',
    title: 'Unlock backups',
    texts: [
      'The key is kept in the memory of the server that answers you, and nowhere else. If the service runs on several servers, each has to be unlocked.',
    ],
    fields: [passwordField('passphrase', 'Passphrase', errors['passphrase'])],
    choices: [
      {
        name: 'hours',
        legend: 'For how long',
        reloads: '',
        options: [
          { value: '1', label: 'For an hour', chosen: chosen === '1' },
          { value: '12', label: 'For 12 hours', chosen: chosen === '12' },
          {
            value: 'restart',
            label: 'Until this server restarts, so that schedules keep working',
            chosen: chosen === 'restart',
          },
        ],
      },
    ],
    formError: errors['form'],
    submit: 'Unlock',
  });
  return show('passphrase-ask', view);
}

export async function unlock(call: KeysCall) {
  const { keys, caller, form } = call;
  return saveKeys(call, unlockAsk, 'Backups unlocked', () => keys.unlock(caller.tenant.id, form));
}

export async function lock({ keys, caller }: KeysCall) {
  keys.lock(caller.tenant.id);
  return keysChanged('Backups locked', 'On this server. What is being done now is finished first.');
}

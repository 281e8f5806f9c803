import { readKeyServiceKind } from '../../../core/use-cases/keys/read-key-service.ts';
import type {
  KeyServiceField,
  KeyServiceKind,
  KeyServiceState,
} from '../../../core/storages/keys/key-services.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { showDate } from '../../view/formats/dates.ts';
import { textField } from '../../view/components/field-view.ts';
import type { Reader } from '../../view/reader.ts';
import { formErrorsOf } from '../settings/show-settings.ts';
import { keyForm, ringChoice, type ChoiceView } from './key-form-view.ts';
import { keysChanged, saveKeys } from './save-keys.ts';

type KeysCall = Call<'keys'>;

const URL = '/app/settings/key-service';
const FIRST = [
  'From then on, all your backups, existing and future, in every storage, open only with a key of your key service and, if you created one, the recovery key. The key never leaves your key service. If you delete it there and have no recovery key, nobody can open the backups again.',
  "While the key service refuses or can't be reached, backups are locked: scheduled ones wait for up to a day, then fail.",
];

/** *Use a key service…* and *Change key service…* */
export async function keyServiceAsk(call: KeysCall, errors: FieldErrors = {}) {
  const { keys, caller, form, query, reader } = call;
  const { service } = await keys.view(caller.tenant.id);
  const isSent = form['ring'] !== undefined;
  const kinds = keys.serviceKinds;
  const kind = readKeyServiceKind(kinds, {
    kind: form['kind'] ?? query['kind'] ?? service?.kind.name,
  });
  const withRing = isSent ? form['ring'] === 'with' : service?.withRing === true;
  const stored = service?.kind.name === kind.name ? service : undefined;
  const shown = (field: KeyServiceField) =>
    fieldView(field, { typed: isSent ? form : undefined, stored, errors, reader });
  const view = keyForm({
    url: URL,
    title: `${service ? 'Change the key' : 'Use a key'} of ${kind.label}?`,
    texts: service
      ? ["The key service you have now isn't needed any more then. Backups aren't rewritten."]
      : FIRST,
    fields: kind.fields.filter(({ isCertificate }) => !isCertificate).map(shown),
    areas: kind.fields.filter(({ isCertificate }) => isCertificate).map(shown),
    kinds: kindChoice(kinds, kind.name),
    choices: [ringChoice('The key service', withRing)],
    formError: errors['form'] ?? errors['kind'],
    submit: 'Test and save',
  });
  return show('key-service-ask', view);
}

/** Where there is a choice. */
const kindChoice = (kinds: readonly KeyServiceKind[], chosen: string): ChoiceView[] =>
  kinds.length < 2
    ? []
    : [
        {
          name: 'kind',
          legend: 'Key service',
          reloads: URL,
          options: kinds.map(({ name, label }) => ({
            value: name,
            label,
            chosen: name === chosen,
          })),
        },
      ];

function fieldView(
  field: KeyServiceField,
  {
    typed,
    stored,
    errors,
    reader,
  }: {
    typed: Fields | undefined;
    stored: KeyServiceState | undefined;
    errors: FieldErrors;
    reader: Reader;
  },
) {
  const { name, label, help, isMandatory: mandatory, isSecret, initial } = field;
  const value = typed ? typed[name] : stored?.settings[name];
  return textField(name, label, {
    type: isSecret ? 'password' : 'text',
    mandatory,
    value: isSecret ? '' : (value ?? initial),
    error: errors[name],
    help,
    set: isSecret && stored ? showDate(stored.setAt, reader) : undefined,
  });
}

export async function keyServiceSave(call: KeysCall) {
  const { keys, caller, form } = call;
  return saveKeys(call, keyServiceAsk, 'Key service saved', () =>
    keys.useService(caller.tenant.id, requesterOf(caller), form),
  );
}

/** *Check again*: the page then shows the result. */
export async function keyServiceCheck({ keys, caller }: KeysCall) {
  try {
    await keys.checkService(caller.tenant.id);
    return keysChanged('The key service opens your backups');
  } catch (error) {
    const why = formErrorsOf(error);
    if (!why) throw error;
    const { flag, ...more } = keysChanged("The key service doesn't open your backups", why['form']);
    return { ...more, flag: flag && { ...flag, type: 'error' as const } };
  }
}

/** *Stop using it…* */
export async function keyServiceLeaveAsk(_call: KeysCall, errors: FieldErrors = {}) {
  const view = keyForm({
    url: `${URL}/leave`,
    title: 'Stop using the key service?',
    texts: [
      'The keys of this service open your backups again, and whoever runs the service can open them. The key service must answer once more for that.',
    ],
    formError: errors['form'],
    submit: 'Stop using it',
    isDanger: true,
  });
  return show('key-service-ask', view);
}

export async function keyServiceLeave(call: KeysCall) {
  const { keys, caller } = call;
  return saveKeys(call, keyServiceLeaveAsk, 'Key service no longer used', () =>
    keys.leaveService(caller.tenant.id),
  );
}

import { dataCenterKind } from '../../../core/sites/kinds/data-center-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import { SERVICE_STORAGE } from '../../../core/storages/storage.ts';
import type { SetupView } from '../../../core/use-cases/setup/setup.ts';
import type { DataCenterInstance } from '../../../core/use-cases/sources/data-center-instances.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import { showDate } from '../../view/formats/dates.ts';
import { textField, type FieldView } from '../../view/components/field-view.ts';
import type { Reader } from '../../view/reader.ts';
import type { TypedDataCenter } from './data-center-form.ts';

/** The form of a Data Center instance (`data-center-edit.hbs`). */
export interface DataCenterEditView {
  /** Undefined: a new one. */
  id: string | undefined;
  formError: string | undefined;
  name: FieldView;
  siteUrl: FieldView;
  /** An instance keeps its address, because its backups are identified by it. */
  fixedUrl: string | undefined;
  byToken: boolean;
  byPassword: boolean;
  byAgent: boolean;
  token: FieldView;
  /** User name and password. */
  account: FieldView[];
  certificate: { value: string; error: string | undefined };
  /** Empty where there is no choice. */
  storages: { id: string; label: string; chosen: boolean }[];
  storageError: string | undefined;
}

export interface DataCenterShown {
  reader: Reader;
  storage: SetupView['storage'];
  /** The one that is edited. */
  instance?: DataCenterInstance | undefined;
  /** What was sent and refused; what is secret is never among the values. */
  typed?: TypedDataCenter | undefined;
  errors?: FieldErrors | undefined;
}

export function dataCenterEditView(shown: DataCenterShown): DataCenterEditView {
  const { instance, errors = {} } = shown;
  const values = valuesOf(shown);
  return {
    id: instance?.id,
    formError: errors['form'],
    name: textField('name', 'Name', {
      mandatory: true,
      value: values.name ?? '',
      error: errors['name'],
      help: 'What you call this Jira in lists, such as Jira Berlin.',
    }),
    siteUrl: textField('siteUrl', 'URL', {
      mandatory: true,
      type: 'url',
      value: values.siteUrl ?? '',
      error: errors['siteUrl'],
      help: "Jira's base URL, with the context path where it has one, such as https://jira.example.com/jira. It must use https.",
    }),
    fixedUrl: instance?.siteUrl,
    byToken: values.signIn !== 'password' && values.signIn !== 'agent',
    byPassword: values.signIn === 'password',
    byAgent: values.signIn === 'agent',
    ...signInFields(shown, values),
    certificate: { value: values.certificate ?? '', error: errors['certificate'] },
    storages: storagesOf(shown, values.storageId),
    storageError: errors['storageId'],
  };
}

function valuesOf({ instance, typed }: DataCenterShown): TypedDataCenter {
  if (typed || !instance) return typed ?? {};
  const { userName, certificate, agentOf } = readDetails(dataCenterKind, instance);
  return {
    name: instance.name,
    siteUrl: instance.siteUrl,
    signIn: agentOf === null ? signInOf(userName) : 'agent',
    userName: userName ?? '',
    certificate: certificate ?? '',
    storageId: instance.setup.storageId,
  };
}

const signInOf = (userName: string | null): string => (userName === null ? 'token' : 'password');

/** The field of a stored secret may stay empty if that is how the service signs in today. */
function signInFields(
  { instance, errors = {}, reader }: DataCenterShown,
  values: TypedDataCenter,
): Pick<DataCenterEditView, 'token' | 'account'> {
  const stored = instance && readDetails(dataCenterKind, instance);
  const isToken = stored?.userName === null && stored.agentOf === null;
  const set = instance && showDate(instance.tokenSetAt, reader);
  const saved = "Stored encrypted; you won't see it again.";
  return {
    token: textField('token', 'Personal access token', {
      mandatory: !isToken,
      type: 'password',
      error: errors['token'],
      set: isToken ? set : undefined,
      help: `Create one in Jira, under Profile › Personal access tokens, with an administrator's account. ${saved}`,
    }),
    account: [
      textField('userName', 'User name', {
        mandatory: true,
        value: values.userName ?? '',
        error: errors['userName'],
        help: "An administrator's account, preferably a dedicated one.",
      }),
      textField('password', 'Password', {
        mandatory: !stored || stored.userName === null,
        type: 'password',
        error: errors['password'],
        help:
          stored && stored.userName !== null
            ? `Leave empty to keep the saved one. ${saved}`
            : saved,
      }),
    ],
  };
}

function storagesOf(
  { storage }: DataCenterShown,
  chosen = storage.id,
): DataCenterEditView['storages'] {
  if (storage.own.length === 0) return [];
  const all = [{ id: SERVICE_STORAGE.id, label: storage.serviceLabel }, ...storage.own];
  return all.map(({ id, label }) => ({ id, label, chosen: id === chosen }));
}

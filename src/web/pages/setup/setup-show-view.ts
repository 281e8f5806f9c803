import { tokenExpiryBanner } from '../../view/components/token-expiry-banner.ts';
import type { Run } from '../../../core/runs/run.ts';
import type { Tenant } from '../../../core/tenants/tenant.ts';
import type { SetupView } from '../../../core/use-cases/setup/setup.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import type { FieldView } from '../../view/components/field-view.ts';
import { credentialFields, type TypedCredentials } from '../settings/credential-fields.ts';
import {
  storageFormView,
  type StorageFormView,
  type TypedStorage,
} from '../settings/storage-form-view.ts';
import type { Reader } from '../../view/reader.ts';
import { graceWords } from '../../view/words/grace-words.ts';
import { connectionView, type ConnectionView } from './connection-view.ts';
import { syncShowView, type SyncShowView } from './sync/sync-show-view.ts';

const STEPS = ['Account', 'Backup storage', 'Sync'];
const LAST_STEP = 3;
export type SetupStep = 1 | 2 | 3;

export interface SetupShowView {
  steps: { number: number; title: string; current: boolean; done: boolean }[];
  isStep1: boolean;
  isStep2: boolean;
  isStep3: boolean;
  banner: string | undefined;
  storage: { label: string; grace: string };
  storageForm: StorageFormView;
  siteUrl: string;
  /** Whether Assets lets the app in on its own is worth asking. */
  hasOwnAccess: boolean;
  connection: ConnectionView | undefined;
  fields: FieldView[];
  formError: string | undefined;
  sync: SyncShowView | undefined;
}

/** The setup at one step. */
export interface SetupShown {
  step: SetupStep;
  tenant: Tenant;
  reader: Reader;
  /** What was sent and refused; the token is never among the values. */
  typed?: TypedCredentials | undefined;
  errors?: FieldErrors | undefined;
  /** What was sent and refused at step 2; neither a password nor a connection string. */
  typedStorage?: Fields | undefined;
  /** The newest one, at the last step. */
  sync?: Run | undefined;
}

/** The step after those that are done. */
export const nextStep = ({ stepsDone }: SetupView): SetupStep =>
  stepsDone < LAST_STEP ? ((stepsDone + 1) as SetupStep) : LAST_STEP;

export const isSetUp = ({ stepsDone }: SetupView): boolean => stepsDone === LAST_STEP;

export function setupShowView(setup: SetupView, shown: SetupShown): SetupShowView {
  const { source, storage } = setup;
  const { step, tenant, reader, errors = {} } = shown;
  return {
    steps: STEPS.map((title, at) => ({
      number: at + 1,
      title,
      current: at + 1 === step,
      done: at < setup.stepsDone,
    })),
    isStep1: step === 1,
    isStep2: step === 2,
    isStep3: step === 3,
    banner: tokenExpiryBanner(setup.tokenExpiry, reader),
    storage: { label: storage.serviceLabel, grace: graceWords(storage.graceDays) },
    storageForm: formOf(setup, { typed: shown.typedStorage, errors }),
    siteUrl: tenant.siteUrl,
    hasOwnAccess: setup.hasOwnAccess,
    connection: source && connectionView(source, storage, reader),
    fields: credentialFields(source, { ...shown, siteUrl: tenant.siteUrl }),
    formError: errors['form'],
    sync: shown.sync && syncShowView(shown.sync, reader),
  };
}

/** Begins with the database that backups go to, or that they last went to. */
function formOf({ storage }: SetupView, typed: TypedStorage): StorageFormView {
  const current = storage.own.find(({ id }) => id === storage.id);
  return storageFormView(current ?? storage.own.at(-1), current !== undefined, typed);
}

import type { Run } from '../../../core/runs/run.ts';
import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { SourceSite } from '../../../core/sites/site.ts';
import type { Tenant } from '../../../core/tenants/tenant.ts';
import type { SetupView } from '../../../core/use-cases/setup/setup.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import { showDate } from '../../view/dates.ts';
import type { FieldView } from '../../view/field-view.ts';
import type { Reader } from '../../view/reader.ts';
import { connectionView, type ConnectionView } from './connection-view.ts';
import type { TypedCredentials } from './credentials-form.ts';
import { syncShowView, type SyncShowView } from './sync-show-view.ts';

const STEPS = ['Credentials', 'Backup storage', 'Sync'];
const LAST_STEP = 3;
export type SetupStep = 1 | 2 | 3;

export interface SetupShowView {
  steps: { number: number; title: string; current: boolean; done: boolean }[];
  isStep1: boolean;
  isStep2: boolean;
  isStep3: boolean;
  /** All steps were done before: this is *Edit configuration*. */
  editing: boolean;
  banner: string | undefined;
  storage: { label: string; grace: string };
  siteUrl: string;
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
  /** The newest one, at the last step. */
  sync?: Run | undefined;
  editing?: boolean | undefined;
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
    editing: shown.editing ?? false,
    banner: setup.banner,
    storage: { label: storage.label, grace: graceWords(storage.graceDays) },
    siteUrl: tenant.siteUrl,
    connection: source && connectionView(source, storage, reader),
    fields: credentialFields(source, shown),
    formError: errors['form'],
    sync: shown.sync && syncShowView(shown.sync, reader),
  };
}

/** How long after uninstalling everything is deleted. */
function graceWords(days: number): string {
  if (days === 0) return 'an hour';
  return days === 1 ? 'a day' : `${days} days`;
}

function credentialFields(
  source: SourceSite | undefined,
  { typed = {}, errors = {}, reader }: SetupShown,
): FieldView[] {
  const set = source && showDate(source.tokenSetAt, reader.timeZone);
  const stored = source && { ...source.setup, ...readDetails(cloudKind, source) };
  const valueOf = (name: keyof TypedCredentials): string => typed[name] ?? stored?.[name] ?? '';
  return [
    {
      name: 'workspaceId',
      label: 'Workspace ID',
      mandatory: true,
      type: 'text',
      value: valueOf('workspaceId'),
      error: errors['workspaceId'],
      findable: true,
      help: 'Names the Assets of your site. "Find it" asks the site, with the email and token below.',
    },
    {
      name: 'email',
      label: 'Email',
      mandatory: true,
      type: 'email',
      value: valueOf('email'),
      error: errors['email'],
      help: 'Of the account that reads Assets. Best an account of its own: an agent of Jira Service Management that manages every schema (needed to restore) and may view and edit issues (needed for objects in issues).',
    },
    {
      name: 'token',
      label: 'API token',
      mandatory: !set,
      type: 'password',
      value: '',
      error: errors['token'],
      set,
      help: 'Made at id.atlassian.com under Security. It is stored sealed and never shown again.',
    },
    {
      name: 'tokenExpiresOn',
      label: 'Expiry date of the token',
      mandatory: false,
      type: 'date',
      value: valueOf('tokenExpiresOn'),
      error: errors['tokenExpiresOn'],
      help: 'Optional. A reminder is shown from 14 days before.',
    },
  ];
}

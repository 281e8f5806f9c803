import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { SourceSite } from '../../../core/sites/site.ts';
import type { SetupView } from '../../../core/use-cases/setup/setup.ts';
import { isOpen, type Run } from '../../../core/runs/run.ts';
import type { Call } from '../../handling/call.ts';
import { showDate } from '../../view/dates.ts';
import { count } from '../../view/numbers.ts';
import { progressView } from '../../view/progress-view.ts';

export const STEPS = ['Credentials', 'Backup storage', 'Sync'];

/** The stepper at one step. `form` and `errors` are what was sent and refused; the token is never among the values. */
export function setupView(
  view: SetupView,
  step: 1 | 2 | 3,
  call: Call,
  more: {
    form?: Record<string, string>;
    errors?: Record<string, string>;
    sync?: Run;
    editing?: boolean;
  } = {},
): object {
  const { source } = view;
  return {
    step,
    steps: STEPS.map((title, at) => ({
      number: at + 1,
      title,
      current: at + 1 === step,
      done: at < view.stepsDone,
    })),
    isStep1: step === 1,
    isStep2: step === 2,
    isStep3: step === 3,
    editing: more.editing ?? false,
    banner: view.banner,
    storage: view.storage,
    siteUrl: call.tenant.siteUrl,
    connection: source && connectionView(source, call, view.storage.label),
    fields: credentialFields(source, call, more.form ?? {}, more.errors ?? {}),
    formError: more.errors?.['form'],
    sync: more.sync && syncView(more.sync, call),
  };
}

function credentialFields(
  source: SourceSite | undefined,
  call: Call,
  form: Record<string, string>,
  errors: Record<string, string>,
): object[] {
  const value = (name: string, stored: string | undefined): string => form[name] ?? stored ?? '';
  const details = source && readDetails(cloudKind, source);
  const tokenIsSet = source && showDate(source.tokenSetAt, call.person.timeZone);
  return [
    {
      name: 'workspaceId',
      label: 'Workspace ID',
      mandatory: true,
      type: 'text',
      value: value('workspaceId', details?.workspaceId),
      error: errors['workspaceId'],
      findable: true,
      help: 'Names the Assets of your site. "Find it" asks the site, with the email and token below.',
    },
    {
      name: 'email',
      label: 'Email',
      mandatory: true,
      type: 'email',
      value: value('email', details?.email),
      error: errors['email'],
      help: 'Of the account that reads Assets. Best an account of its own: an agent of Jira Service Management that manages every schema (needed to restore) and may view and edit issues (needed for objects in issues).',
    },
    {
      name: 'token',
      label: 'API token',
      mandatory: !tokenIsSet,
      type: 'password',
      value: '',
      error: errors['token'],
      set: tokenIsSet,
      help: 'Made at id.atlassian.com under Security. It is stored sealed and never shown again.',
    },
    {
      name: 'tokenExpiresOn',
      label: 'Expiry date of the token',
      mandatory: false,
      type: 'date',
      value: value('tokenExpiresOn', source?.setup.tokenExpiresOn),
      error: errors['tokenExpiresOn'],
      help: 'Optional. A reminder is shown from 14 days before.',
    },
  ];
}

export function connectionView(source: SourceSite, call: Call, storageLabel: string): object {
  const { workspaceId, email } = readDetails(cloudKind, source);
  const { visibleSchemas, rights, lastSyncAt } = source.setup;
  return {
    siteUrl: source.siteUrl,
    location: 'Cloud',
    workspaceId,
    account: source.account.name,
    email,
    storage: storageLabel,
    schemas: count(visibleSchemas),
    warnings: rights.filter((right) => !right.granted).map((right) => right.warning),
    attachments: 'Attachments are not part of backups yet.',
    lastSync: lastSyncAt && showDate(lastSyncAt, call.person.timeZone),
  };
}

export function syncView(run: Run, call: Call): object {
  return {
    open: isOpen(run),
    failed: run.state === 'failed',
    message: run.message,
    progress: progressView(run, call.clock.now()),
  };
}

import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import type { Caller } from '../../identity/caller.ts';
import { showDate } from '../../view/dates.ts';
import type { FieldView } from '../../view/field-view.ts';
import type { Reader } from '../../view/reader.ts';
import type { TypedTarget } from './target-form.ts';

export interface TargetEditView {
  /** Undefined: a new one. */
  id: string | undefined;
  /** The site that the app runs on. */
  current: string;
  formError: string | undefined;
  fields: FieldView[];
  sandbox: { ticked: boolean; error: string | undefined };
}

export interface TargetShown {
  caller: Caller;
  reader: Reader;
  /** The one that is edited. */
  target?: Site | undefined;
  /** What was sent and refused; the token is never among the values. */
  typed?: TypedTarget | undefined;
  errors?: FieldErrors | undefined;
}

export function targetEditView(shown: TargetShown): TargetEditView {
  const { caller, target, typed, errors = {} } = shown;
  return {
    id: target?.id,
    current: caller.tenant.siteUrl,
    formError: errors['form'],
    fields: targetFields(shown),
    sandbox: {
      ticked: typed ? typed.sandbox === 'on' : isSandbox(target),
      error: errors['sandbox'],
    },
  };
}

function targetFields({ target, typed, errors = {}, reader }: TargetShown): FieldView[] {
  const stored = target && { ...target, ...readDetails(cloudKind, target) };
  const valueOf = (name: 'name' | 'email' | 'workspaceId' | 'siteUrl'): string =>
    typed?.[name] ?? stored?.[name] ?? '';
  const set = target && showDate(target.tokenSetAt, reader.timeZone);
  return [
    {
      name: 'name',
      label: 'Connection name',
      mandatory: true,
      type: 'text',
      value: valueOf('name'),
      error: errors['name'],
      help: 'What you call this site when you restore to it.',
    },
    {
      name: 'email',
      label: 'Target Email',
      mandatory: true,
      type: 'email',
      value: valueOf('email'),
      error: errors['email'],
      help: 'Of the account that writes there: an agent of Jira Service Management, and an Object Schema Manager or a Jira administrator.',
    },
    {
      name: 'workspaceId',
      label: 'Target Workspace ID',
      mandatory: true,
      type: 'text',
      value: valueOf('workspaceId'),
      error: errors['workspaceId'],
      help: 'Names the Assets of the target site. Its administrators read it at /rest/servicedeskapi/assets/workspace of that site.',
    },
    {
      name: 'siteUrl',
      label: 'Target Instance URL',
      mandatory: true,
      type: 'url',
      value: valueOf('siteUrl'),
      error: errors['siteUrl'],
      help: 'Such as https://your-other-site.atlassian.net. It must answer over https with a valid certificate, and must not lead into a private network.',
    },
    {
      name: 'token',
      label: 'Target Token',
      mandatory: !set,
      type: 'password',
      value: '',
      error: errors['token'],
      set,
      help: 'API token of that account, made at id.atlassian.com under Security. It is stored sealed and never shown again.',
    },
  ];
}

const isSandbox = (target: Site | undefined): boolean =>
  target !== undefined && readDetails(cloudKind, target).sandbox;

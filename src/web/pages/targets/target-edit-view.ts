import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import type { Caller } from '../../identity/caller.ts';
import { TOKEN_LINK } from '../settings/token-fields.ts';
import { showDate } from '../../view/formats/dates.ts';
import { textField, type FieldView } from '../../view/components/field-view.ts';
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
  const set = target && showDate(target.tokenSetAt, reader);
  return [
    textField('name', 'Connection name', {
      mandatory: true,
      value: valueOf('name'),
      error: errors['name'],
      help: 'What you call this site when you restore to it.',
    }),
    textField('email', 'Target Email', {
      mandatory: true,
      type: 'email',
      value: valueOf('email'),
      error: errors['email'],
      help: 'Use a dedicated service account. It needs a Jira Service Management agent license, and the Object Schema Manager role.',
    }),
    textField('workspaceId', 'Target Workspace ID', {
      mandatory: true,
      value: valueOf('workspaceId'),
      error: errors['workspaceId'],
      help: 'Identifies the Assets workspace of that site. Its administrators find it at /rest/servicedeskapi/assets/workspace.',
    }),
    textField('siteUrl', 'Target Instance URL', {
      mandatory: true,
      type: 'url',
      value: valueOf('siteUrl'),
      error: errors['siteUrl'],
      help: 'For example https://your-other-site.atlassian.net. It must use https and be reachable from the internet.',
    }),
    textField('token', 'Target Token', {
      mandatory: !set,
      type: 'password',
      error: errors['token'],
      set,
      link: TOKEN_LINK,
      help: "API token of that account. Stored encrypted; you won't see it again.",
    }),
  ];
}

const isSandbox = (target: Site | undefined): boolean =>
  target !== undefined && readDetails(cloudKind, target).sandbox;

import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { Call } from '../../handling/call.ts';
import { showDate } from '../../view/dates.ts';

export async function targetList(call: Call): Promise<object> {
  const targets = await call.targets.list(call.tenant.id);
  return {
    empty: targets.length === 0,
    targets: targets.map((target) => ({
      id: target.id,
      name: target.name,
      siteUrl: target.siteUrl,
      sandbox: readDetails(cloudKind, target).sandbox,
      location: 'Cloud',
      created: showDate(target.createdAt, call.person.timeZone),
    })),
  };
}

/** The form for a new target instance, or for the one given. `form` and `errors` are what was sent and refused; the token is never among the values. */
export function targetForm(
  call: Call,
  {
    target,
    form,
    errors = {},
  }: {
    target?: Site;
    form?: Record<string, string>;
    errors?: Record<string, string>;
  } = {},
): object {
  const stored = target && { ...target, ...readDetails(cloudKind, target) };
  const value = (name: 'name' | 'email' | 'workspaceId' | 'siteUrl'): string =>
    form?.[name] ?? stored?.[name] ?? '';
  const tokenIsSet = target && showDate(target.tokenSetAt, call.person.timeZone);
  return {
    id: target?.id,
    current: call.tenant.siteUrl,
    formError: errors['form'],
    fields: [
      {
        name: 'name',
        label: 'Connection name',
        mandatory: true,
        type: 'text',
        value: value('name'),
        error: errors['name'],
        help: 'What you call this site when you restore to it.',
      },
      {
        name: 'email',
        label: 'Target Email',
        mandatory: true,
        type: 'email',
        value: value('email'),
        error: errors['email'],
        help: 'Of the account that writes there: an agent of Jira Service Management, and an Object Schema Manager or a Jira administrator.',
      },
      {
        name: 'workspaceId',
        label: 'Target Workspace ID',
        mandatory: true,
        type: 'text',
        value: value('workspaceId'),
        error: errors['workspaceId'],
        help: 'Names the Assets of the target site. Its administrators read it at /rest/servicedeskapi/assets/workspace of that site.',
      },
      {
        name: 'siteUrl',
        label: 'Target Instance URL',
        mandatory: true,
        type: 'url',
        value: value('siteUrl'),
        error: errors['siteUrl'],
        help: 'Such as https://your-other-site.atlassian.net. It must answer over https with a valid certificate, and must not lead into a private network.',
      },
      {
        name: 'token',
        label: 'Target Token',
        mandatory: !tokenIsSet,
        type: 'password',
        value: '',
        error: errors['token'],
        set: tokenIsSet,
        help: 'API token of that account, made at id.atlassian.com under Security. It is stored sealed and never shown again.',
      },
    ],
    sandbox: {
      ticked: form ? form['sandbox'] === 'on' : (stored?.sandbox ?? false),
      error: errors['sandbox'],
    },
  };
}

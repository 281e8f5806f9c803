import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { SourceSite } from '../../../core/sites/site.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import { showDate } from '../../view/formats/dates.ts';
import { textField, type FieldView } from '../../view/components/field-view.ts';
import type { Reader } from '../../view/reader.ts';
import { tokenFields } from './token-fields.ts';

/** What may be shown again: everything except the token. */
export type TypedCredentials = Partial<
  Record<'workspaceId' | 'email' | 'tokenExpiresOn', string | undefined>
>;

interface CredentialsShown {
  /** The site that the account is of. */
  siteUrl: string;
  reader: Reader;
  /** What was sent and refused; the token is never among the values. */
  typed?: TypedCredentials | undefined;
  errors?: FieldErrors | undefined;
}

/** The fields of an account, in the setup and in *Settings*: all of what a site checks together. */
export function credentialFields(
  source: SourceSite | undefined,
  { typed = {}, errors = {}, reader, siteUrl }: CredentialsShown,
): FieldView[] {
  const stored = source && { ...source.setup, ...readDetails(cloudKind, source) };
  const hasToken = stored?.tokenKind !== 'own';
  const set = source && hasToken ? showDate(source.tokenSetAt, reader) : undefined;
  const valueOf = (name: keyof TypedCredentials): string => typed[name] ?? stored?.[name] ?? '';
  return [
    textField('email', 'Email', {
      mandatory: true,
      type: 'email',
      value: valueOf('email'),
      error: errors['email'],
      help: 'Use a dedicated service account. It needs a Jira Service Management agent license, and the Object Schema Manager role on every schema you want to restore.',
    }),
    ...tokenFields({ errors, expiresOn: valueOf('tokenExpiresOn'), set }),
    textField('workspaceId', 'Workspace ID', {
      mandatory: true,
      value: valueOf('workspaceId'),
      error: errors['workspaceId'],
      findable: true,
      help: 'Identifies your Assets workspace, such as 7f3c1e52-90b4-4c1d-a2f7-1f2b6f0f6a11. Enter the email and token, then choose Look up.',
      link: {
        text: 'Where to find it',
        url: `${siteUrl}/rest/servicedeskapi/assets/workspace`,
      },
    }),
  ];
}

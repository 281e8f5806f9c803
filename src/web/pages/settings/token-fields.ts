import type { FieldErrors } from '../../forms/fields.ts';
import type { ShownDate } from '../../view/formats/dates.ts';
import { textField, type FieldView } from '../../view/components/field-view.ts';

export const TOKEN_LINK = {
  text: 'Create a token in your Atlassian account › Security › API tokens',
  url: 'https://id.atlassian.com/manage-profile/security/api-tokens',
};

/** The fields of an API token and its expiry date, in the setup and in *Settings*. */
export function tokenFields({
  errors,
  expiresOn,
  set,
}: {
  errors: FieldErrors;
  expiresOn: string;
  /** When the stored one was saved. */
  set?: ShownDate | undefined;
}): FieldView[] {
  return [
    textField('token', 'API token', {
      mandatory: !set,
      type: 'password',
      error: errors['token'],
      set,
      help: "Stored encrypted; you won't see it again.",
      link: TOKEN_LINK,
    }),
    textField('tokenExpiresOn', 'Token expiry date', {
      type: 'date',
      value: expiresOn,
      error: errors['tokenExpiresOn'],
      help: "Optional. We'll remind you 14 days before.",
    }),
  ];
}

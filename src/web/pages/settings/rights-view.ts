import type { AccountRight } from '../../../core/sites/checks/account-right.ts';

/** What an account may do, as a list with ticks (`partials/settings/rights.hbs`). */
export interface RightView {
  text: string;
  granted: boolean;
  /** What will not work without it. */
  warning: string;
}

const TEXTS: Record<AccountRight['right'], string> = {
  'jsm-agent': 'Jira Service Management agent',
  'schema-manager': 'Object Schema Manager on every schema',
  scopes: 'API token without scopes',
  account: 'Account with an API token',
};

/** Rights that an earlier version looked at and that nothing needs are left out. */
export const rightsView = (rights: readonly AccountRight[]): RightView[] =>
  rights.flatMap(({ right, granted, warning }) => {
    const text: string | undefined = TEXTS[right];
    return text === undefined ? [] : [{ text, granted, warning }];
  });

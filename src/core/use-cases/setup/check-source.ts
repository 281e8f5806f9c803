import { InvalidInput } from '../../kernel/errors.ts';
import type { AccountRight } from '../../sites/account-right.ts';
import { blameField } from '../../sites/blame-field.ts';
import type { CloudAccountCheck } from '../../sites/kinds/cloud-account-check.ts';
import type { CloudCredentials } from '../../sites/kinds/cloud-credentials.ts';
import type { SiteAccount } from '../../sites/site-account.ts';

const NO_ASSETS = {
  workspaceId:
    'This site has no Assets. It comes with Jira Service Management Premium or Enterprise: check the plan of the site.',
};

type Account = Pick<CloudCredentials, 'siteUrl' | 'email' | 'token'>;

export interface SourceFindings {
  account: SiteAccount;
  rights: AccountRight[];
  visibleSchemas: number;
}

/**
 * Asks the site for everything that a backup needs, in order; the first refusal is said beside its
 * field. @throws InvalidInput, Unavailable
 */
export async function checkSource(
  check: CloudAccountCheck,
  credentials: CloudCredentials,
): Promise<SourceFindings> {
  const account = await checkAccount(check, credentials);
  const workspaces = await findWorkspaces(check, credentials);
  if (!workspaces.includes(credentials.workspaceId))
    throw new InvalidInput({
      workspaceId:
        'This workspace ID does not belong to this site. Use "Find it" to fill in the right one.',
    });
  return { account, ...(await checkAssets(check, credentials)) };
}

/** @throws InvalidInput `token`, Unavailable */
export function checkAccount(
  check: CloudAccountCheck,
  { siteUrl, email, token }: Account,
): Promise<SiteAccount> {
  return blameField(() => check.account(siteUrl, email, token), {
    'token-refused': {
      token: `Atlassian refused this email and API token on ${siteUrl}. Check both, or create a new token.`,
    },
  });
}

/** At least one. @throws InvalidInput, Unavailable */
export async function findWorkspaces(
  check: CloudAccountCheck,
  { siteUrl, email, token }: Account,
): Promise<[string, ...string[]]> {
  const [first, ...others] = await blameField(() => check.workspaces(siteUrl, email, token), {
    'token-refused': {
      token:
        'Atlassian refused the API token while the workspace was looked up. Create a new token.',
    },
    'no-permission': {
      email:
        'This account may not look up the Assets workspace. Use an account with access to Jira Service Management.',
    },
  });
  if (first === undefined) throw new InvalidInput(NO_ASSETS);
  return [first, ...others];
}

function checkAssets(
  check: CloudAccountCheck,
  credentials: CloudCredentials,
): Promise<Omit<SourceFindings, 'account'>> {
  return blameField(() => check.assets(credentials), {
    'no-permission': {
      email:
        'Assets does not answer for this account. Give it access to Jira Service Management and to the schemas, or use another account.',
    },
    'token-refused': {
      token:
        'Assets refused the API token. A token with scopes needs the Assets scopes: create one without scopes, or add them.',
    },
    'workspace-gone': {
      workspaceId:
        'Assets does not know this workspace ID. Use "Find it" to fill in the right one.',
    },
    'no-assets': NO_ASSETS,
  });
}

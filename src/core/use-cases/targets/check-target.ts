import { InvalidInput } from '../../kernel/errors.ts';
import { blameField } from '../../sites/blame-field.ts';
import type { CloudAccountCheck } from '../../sites/kinds/cloud-account-check.ts';
import type { CloudCredentials } from '../../sites/kinds/cloud-credentials.ts';
import type { SiteAccount } from '../../sites/site-account.ts';

const REFUSED = { token: 'The account was refused' };
const NO_ASSETS = {
  siteUrl:
    'The target site has no Assets. It comes with Jira Service Management Premium or Enterprise: check the plan of the site.',
};
const NO_PERMISSION = {
  email:
    'Assets does not answer for this account. Give it access to Jira Service Management there, or use another account.',
};
const OTHER_WORKSPACE = { workspaceId: 'The workspace ID does not belong to this site' };

/**
 * Asks a target site for the account, its workspace and Assets, in this order; the first refusal is
 * said beside its field. @throws InvalidInput, Unavailable
 */
export async function checkTarget(
  check: CloudAccountCheck,
  credentials: CloudCredentials,
): Promise<SiteAccount> {
  const { siteUrl, workspaceId, email, token } = credentials;
  const account = await blameField(() => check.account(siteUrl, email, token), {
    'token-refused': REFUSED,
    'no-permission': REFUSED,
  });
  const workspaces = await blameField(() => check.workspaces(siteUrl, email, token), {
    'token-refused': REFUSED,
    'no-permission': NO_PERMISSION,
    'no-assets': NO_ASSETS,
  });
  if (workspaces.length === 0) throw new InvalidInput(NO_ASSETS);
  if (!workspaces.includes(workspaceId)) throw new InvalidInput(OTHER_WORKSPACE);
  await blameField(() => check.assets(credentials), {
    'token-refused': REFUSED,
    'no-permission': NO_PERMISSION,
    'no-assets': NO_ASSETS,
    'workspace-gone': OTHER_WORKSPACE,
  });
  return account;
}

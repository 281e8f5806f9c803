import { InvalidInput } from '../../kernel/errors.ts';
import { blameField } from '../../sites/blame-field.ts';
import type { CloudAccountCheck } from '../../sites/kinds/cloud-account-check.ts';
import type { CloudAccess, CloudCredentials } from '../../sites/kinds/cloud-credentials.ts';
import type { SiteAccount } from '../../sites/site-account.ts';

const REFUSED = { token: 'The account was refused' };
const SCOPE_MISSING = {
  token:
    'This API token has scopes, and lacks one that a restore needs. Create one with the read and write scopes of Assets, or one without scopes.',
};
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
): Promise<{ account: SiteAccount; access: CloudAccess }> {
  const { workspaceId } = credentials;
  const found = await blameField(() => check.account(credentials), {
    'token-refused': REFUSED,
    'scope-missing': SCOPE_MISSING,
    'no-permission': REFUSED,
  });
  const { cloudId, tokenKind, ...account } = found;
  const known = { ...credentials, cloudId, tokenKind };
  const workspaces = await blameField(() => check.workspaces(known), {
    'scope-missing': SCOPE_MISSING,
    'token-refused': REFUSED,
    'no-permission': NO_PERMISSION,
    'no-assets': NO_ASSETS,
  });
  if (workspaces.length === 0) throw new InvalidInput(NO_ASSETS);
  if (!workspaces.includes(workspaceId)) throw new InvalidInput(OTHER_WORKSPACE);
  const findings = await blameField(() => check.assets(known), {
    'scope-missing': SCOPE_MISSING,
    'token-refused': REFUSED,
    'no-permission': NO_PERMISSION,
    'no-assets': NO_ASSETS,
    'workspace-gone': OTHER_WORKSPACE,
  });
  return { account, access: { cloudId, tokenKind: findings.tokenKind } };
}

import { InvalidInput } from '../../kernel/errors.ts';
import { blameField } from '../../sites/checks/blame-field.ts';
import type { CloudAccountCheck } from '../../sites/kinds/cloud-account-check.ts';
import type { CloudAccess, CloudCredentials } from '../../sites/kinds/cloud-credentials.ts';
import { NO_ASSETS } from '../../sites/checks/no-assets.ts';
import type { AccountRight } from '../../sites/checks/account-right.ts';
import type { SiteAccount } from '../../sites/checks/site-account.ts';

const REFUSED = { token: 'The site rejected this email and token' };
const SCOPE_MISSING = {
  token:
    'This API token lacks a scope that restores need. Create one with the read and write scopes of Assets, or one without scopes.',
};
const WITHOUT_ASSETS = { siteUrl: NO_ASSETS };
const NO_PERMISSION = {
  email:
    "This account can't use Assets on this site. Give it access to Jira Service Management there, or use another account.",
};
const OTHER_WORKSPACE = { workspaceId: "This workspace ID doesn't belong to this site" };

export interface TargetFindings {
  account: SiteAccount;
  access: CloudAccess;
  /** What later restores need; a missing one is a warning. */
  rights: AccountRight[];
}

/**
 * Asks a target site for the account, its workspace and Assets, in this order; the first refusal is
 * said beside its field. @throws InvalidInput, Unavailable
 */
export async function checkTarget(
  check: CloudAccountCheck,
  credentials: CloudCredentials,
): Promise<TargetFindings> {
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
    'no-assets': WITHOUT_ASSETS,
  });
  if (workspaces.length === 0) throw new InvalidInput(WITHOUT_ASSETS);
  if (!workspaces.includes(workspaceId)) throw new InvalidInput(OTHER_WORKSPACE);
  const findings = await blameField(() => check.assets(known), {
    'scope-missing': SCOPE_MISSING,
    'token-refused': REFUSED,
    'no-permission': NO_PERMISSION,
    'no-assets': WITHOUT_ASSETS,
    'workspace-gone': OTHER_WORKSPACE,
  });
  const access = { cloudId, tokenKind: findings.tokenKind };
  return { account, access, rights: findings.rights };
}

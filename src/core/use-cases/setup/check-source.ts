import { hostOf } from '../../sites/host-of.ts';
import { InvalidInput } from '../../kernel/errors.ts';
import type { AccountRight } from '../../sites/checks/account-right.ts';
import { blameField } from '../../sites/checks/blame-field.ts';
import type { CloudAccountCheck, CloudFindings } from '../../sites/kinds/cloud-account-check.ts';
import type {
  CloudAccess,
  CloudAccount,
  CloudCredentials,
} from '../../sites/kinds/cloud-credentials.ts';
import { NO_ASSETS } from '../../sites/checks/no-assets.ts';
import type { SiteAccount } from '../../sites/checks/site-account.ts';

/** Beside what the account may read in Jira. */
const BACKUP_SCOPES =
  'read:cmdb-schema:jira, read:cmdb-type:jira, read:cmdb-attribute:jira, read:cmdb-object:jira, read:cmdb-config:jira, read:cmdb-icon:jira and read:servicedesk-request';
const SCOPE_MISSING = {
  token: `This API token lacks a scope that backups need. Create one with ${BACKUP_SCOPES}, or one without scopes.`,
};

export interface SourceFindings {
  account: SiteAccount;
  access: CloudAccess;
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
  const { cloudId, tokenKind, ...account } = await checkAccount(check, credentials);
  const known = { ...credentials, cloudId, tokenKind };
  const workspaces = await findWorkspaces(check, known);
  if (!workspaces.includes(credentials.workspaceId))
    throw new InvalidInput({
      workspaceId:
        "This workspace ID doesn't belong to this site. Choose Look up to fill in the right one.",
    });
  const { tokenKind: assetsTakesIt, ...findings } = await checkAssets(check, known);
  return { account, access: { cloudId, tokenKind: assetsTakesIt }, ...findings };
}

/** @throws InvalidInput `token`, Unavailable */
export function checkAccount(
  check: CloudAccountCheck,
  account: CloudAccount,
): Promise<SiteAccount & CloudAccess> {
  return blameField(() => check.account(account), {
    'token-refused': {
      token: `Jira rejected this email and API token on ${hostOf(account.siteUrl)}. Check both, or create a new token.`,
    },
    'scope-missing': SCOPE_MISSING,
  });
}

/** At least one. @throws InvalidInput, Unavailable */
export async function findWorkspaces(
  check: CloudAccountCheck,
  account: CloudAccount,
): Promise<[string, ...string[]]> {
  const [first, ...others] = await blameField(() => check.workspaces(account), {
    'scope-missing': SCOPE_MISSING,
    'token-refused': {
      token: 'Jira rejected the API token during the workspace lookup. Create a new token.',
    },
    'no-permission': {
      email:
        "This account can't look up the Assets workspace. Use an account with access to Jira Service Management.",
    },
  });
  if (first === undefined) throw new InvalidInput({ workspaceId: NO_ASSETS });
  return [first, ...others];
}

function checkAssets(
  check: CloudAccountCheck,
  credentials: CloudCredentials,
): Promise<CloudFindings> {
  return blameField(() => check.assets(credentials), {
    'scope-missing': SCOPE_MISSING,
    'no-permission': {
      email:
        "This account can't use Assets. Give it access to Jira Service Management and to the schemas, or use another account.",
    },
    'token-refused': {
      token:
        'Assets rejected the API token. A token with scopes needs the Assets scopes: add them, or create one without scopes.',
    },
    'workspace-gone': {
      workspaceId:
        "Assets doesn't recognize this workspace ID. Choose Look up to fill in the right one.",
    },
    'no-assets': { workspaceId: NO_ASSETS },
  });
}

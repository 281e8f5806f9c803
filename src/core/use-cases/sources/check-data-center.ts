import { InvalidInput } from '../../kernel/errors.ts';
import type { TenantId } from '../../kernel/ids.ts';
import { blameField } from '../../sites/checks/blame-field.ts';
import type { DataCenterAccess } from '../../sites/kinds/data-center-access.ts';
import type { DataCenterCheck, DataCenterFindings } from '../../sites/kinds/data-center-check.ts';
import type { SiteAccount } from '../../sites/checks/site-account.ts';
import { readAgentSite } from '../agents/read-agent-site.ts';
import { fieldOfSecret, type DataCenterInput } from './data-center-input.ts';

/** Insight has the API since then. */
const OLDEST_MAJOR = 8;
const NO_JIRA =
  'There is no Jira at this address. Enter its base URL, with the context path where it has one, such as https://jira.example.com/jira.';
const NO_ASSETS =
  "This Jira doesn't have Assets. It comes with Jira Service Management Data Center 5 and newer; before, the app Insight has to be installed.";
const CAPTCHA =
  'Jira asks this account for a CAPTCHA after wrong passwords. Sign in to Jira with it once in a browser, then try again.';
const PASSWORD_OFF =
  'This Jira takes no passwords from services, which is how it is set since Jira 11. Use a personal access token, or have basic authentication allowed there.';

const AGENT_LOG_IN =
  "Jira rejected the agent's account. Correct AGENT_SITE_TOKEN, or AGENT_SITE_USER and AGENT_SITE_PASSWORD, and start the agent again.";
const AGENT_REFUSED: Record<string, Record<string, string>> = {
  'token-refused': { siteUrl: AGENT_LOG_IN },
  'captcha-required': { siteUrl: CAPTCHA },
};

export interface DataCenterFound extends DataCenterFindings {
  access: DataCenterAccess;
  version: string;
  account: SiteAccount;
}

type Asked = Omit<DataCenterInput, 'name' | 'storageId'> & { tenantId: TenantId };

/**
 * Asks a Data Center for its address, Jira, the account and Assets, in this order; the first
 * refusal is said beside its field. @throws InvalidInput; Unavailable
 */
export async function checkDataCenter(
  check: DataCenterCheck,
  { tenantId, ...input }: Asked,
): Promise<DataCenterFound> {
  const { siteUrl: typed, userName, secret, certificate, byAgent } = input;
  const siteUrl = byAgent
    ? readAgentSite(typed, 'siteUrl')
    : await check.address(typed, certificate);
  const address = { siteUrl, userName, secret, certificate };
  const access = byAgent ? { ...address, agentOf: tenantId } : address;
  const refused = byAgent ? AGENT_REFUSED : logInRefused(userName);
  const version = await blameField(() => check.jira(access), {
    ...refused,
    'no-jira': { siteUrl: NO_JIRA },
  });
  assertNewEnough(version);
  const account = await blameField(() => check.account(access), {
    ...refused,
    'no-jira': { siteUrl: NO_JIRA },
    'no-permission':
      userName === null
        ? { [fieldOfAccount(userName, byAgent)]: "This account can't use Jira." }
        : { userName: PASSWORD_OFF },
  });
  const field = fieldOfAccount(userName, byAgent);
  const findings = await blameField(() => check.assets(access), {
    ...refused,
    'no-assets': { siteUrl: NO_ASSETS },
    'workspace-gone': { siteUrl: NO_ASSETS },
    'no-permission': {
      [field]:
        "This account can't use Assets. Give it access to Jira Service Management and to the schemas, or use another account.",
    },
    'structure-hidden': {
      [field]:
        "This account isn't a Jira administrator: Assets shows it schemas without their object types and attributes, so there would be nothing to back up. Use an administrator's account.",
    },
  });
  return { ...findings, access, version, account };
}

/** Where what is wrong with the account can be mended; the agent's is mended elsewhere. */
function fieldOfAccount(userName: string | null, byAgent: boolean): string {
  if (byAgent) return 'siteUrl';
  return userName === null ? 'token' : 'userName';
}

function logInRefused(userName: string | null): Record<string, Record<string, string>> {
  const message =
    userName === null
      ? 'Jira rejected this token. Create a new one in Jira, under Profile › Personal access tokens.'
      : 'Jira rejected this user name and password. Check both: the third wrong try locks the account behind a CAPTCHA.';
  return {
    'token-refused': { [fieldOfSecret({ userName })]: message },
    'captcha-required': { [userName === null ? 'token' : 'userName']: CAPTCHA },
  };
}

/** @throws InvalidInput `siteUrl` */
function assertNewEnough(version: string): void {
  const major = Number.parseInt(version, 10);
  if (!Number.isNaN(major) && major < OLDEST_MAJOR)
    throw new InvalidInput({
      siteUrl: `This is Jira ${version}. Assets can be read of Jira ${OLDEST_MAJOR} and newer: upgrade it first.`,
    });
}

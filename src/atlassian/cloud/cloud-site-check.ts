import { Refused } from '../../core/kernel/errors.ts';
import type { SiteAccount } from '../../core/sites/site-account.ts';
import type { CloudAccountCheck } from '../../core/sites/kinds/cloud-account-check.ts';
import type { CloudCredentials } from '../../core/sites/kinds/cloud-credentials.ts';
import type { AccountRight } from '../../core/sites/account-right.ts';
import type { Http } from '../http/http.ts';
import { assertAnswered, readAnswer } from '../http/read-answer.ts';
import { readList, type ListPage } from '../../core/assets/paging/read-list.ts';
import { siteStack } from '../site-stack.ts';
import { transport } from '../http/transport.ts';
import { ApiMyself, ApiPermissions, ApiWorkspaces } from './shapes/api-myself.ts';
import { AssetsCalls } from './calls/assets-calls.ts';
import { CloudReader } from './reading/cloud-reader.ts';
import { PAGE_PATIENCE_MS, workspaceRoot, type CloudOptions } from './cloud-sites.ts';

const WARNINGS: Record<AccountRight['right'], string> = {
  'jsm-agent':
    'This account is no agent of Jira Service Management: Assets may answer it with less than there is.',
  'schema-manager':
    'This account does not manage every schema and is no Jira administrator: backups work, but restoring into those schemas will not.',
  issues:
    'This account cannot view and edit issues: objects in issues will not be backed up or restored.',
};

export class CloudSiteCheck implements CloudAccountCheck {
  readonly #options: CloudOptions;
  readonly #transport: Http;

  constructor(options: CloudOptions) {
    this.#options = options;
    this.#transport = transport(
      Math.min(options.requestTimeoutMs, PAGE_PATIENCE_MS),
      options.guard,
    );
  }

  async account(siteUrl: string, email: string, token: string): Promise<SiteAccount> {
    const endpoint = 'GET rest/api/3/myself';
    const answer = await this.#http(
      siteUrl,
      email,
      token,
    )({ method: 'GET', url: `${siteUrl}/rest/api/3/myself`, endpoint });
    assertAnswered(
      answer,
      endpoint,
      () => new Refused('token-refused', 'The site does not know this account.'),
    );
    const { accountId, displayName, timeZone } = readAnswer(answer, endpoint, ApiMyself);
    return { accountId, displayName, timeZone };
  }

  async workspaces(siteUrl: string, email: string, token: string): Promise<string[]> {
    const http = this.#http(siteUrl, email, token);
    const { items } = await readList({
      what: 'workspaces',
      nameOf: (workspaceId: string) => workspaceId,
      ask: (start) => workspacePage(http, siteUrl, start),
    });
    return items;
  }

  async assets({
    siteUrl,
    workspaceId,
    email,
    token,
  }: CloudCredentials): Promise<{ visibleSchemas: number; rights: AccountRight[] }> {
    const site = new CloudReader(
      new AssetsCalls(
        this.#http(workspaceId, email, token),
        workspaceRoot(this.#options.apiUrl, workspaceId),
      ),
    );
    const { schemas } = await site.schemas();
    const http = this.#http(siteUrl, email, token);
    const permissions = await http({
      method: 'GET',
      url: `${siteUrl}/rest/api/3/mypermissions`,
      query: { permissions: 'ADMINISTER,BROWSE_PROJECTS,EDIT_ISSUES' },
      endpoint: 'GET rest/api/3/mypermissions',
    });
    assertAnswered(permissions, 'GET rest/api/3/mypermissions', noAssets);
    const has = readAnswer(permissions, 'GET rest/api/3/mypermissions', ApiPermissions).permissions;
    const myself = readAnswer(
      await http({
        method: 'GET',
        url: `${siteUrl}/rest/api/3/myself`,
        query: { expand: 'applicationRoles' },
        endpoint: 'GET rest/api/3/myself',
      }),
      'GET rest/api/3/myself',
      ApiMyself,
    );
    const granted = (name: string): boolean => has[name]?.havePermission ?? false;
    return {
      visibleSchemas: schemas.length,
      rights: [
        right(
          'jsm-agent',
          myself.applicationRoles?.items.some(({ key }) => key.startsWith('jira-servicedesk')) ??
            false,
        ),
        right(
          'schema-manager',
          granted('ADMINISTER') ||
            (schemas.length > 0 && schemas.every((schema) => schema.canManage === true)),
        ),
        right('issues', granted('BROWSE_PROJECTS') && granted('EDIT_ISSUES')),
      ],
    };
  }

  #http(siteKey: string, email: string, token: string): Http {
    const { clock, log, budgets } = this.#options;
    return siteStack({
      transport: this.#transport,
      clock,
      log,
      budgets,
      siteKey,
      email,
      token,
      patienceMs: PAGE_PATIENCE_MS,
      page: true,
    });
  }
}

/** There is one on each site, as a rule: that a page is the last is believed. */
async function workspacePage(
  http: Http,
  siteUrl: string,
  start: number,
): Promise<ListPage<string>> {
  const endpoint = 'GET rest/servicedeskapi/assets/workspace';
  const url = `${siteUrl}/rest/servicedeskapi/assets/workspace`;
  const answer = await http({ method: 'GET', url, query: { start, limit: 50 }, endpoint });
  // A site without Jira Service Management does not know the address.
  if (answer.status === 404) return { items: [], last: true, total: 0 };
  assertAnswered(answer, endpoint, noAssets);
  const { values, isLastPage } = readAnswer(answer, endpoint, ApiWorkspaces);
  const items = values.map(({ workspaceId }) => workspaceId);
  return { items, last: isLastPage, total: isLastPage ? start + items.length : undefined };
}

const noAssets = (): Refused => new Refused('no-assets', 'This site has no Assets.');
const right = (name: AccountRight['right'], granted: boolean): AccountRight => ({
  right: name,
  granted,
  warning: granted ? '' : WARNINGS[name],
});

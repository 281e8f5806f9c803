import type { z } from 'zod';
import { Refused } from '../../core/kernel/errors.ts';
import type { AccountRight } from '../../core/sites/checks/account-right.ts';
import type {
  CloudAccountCheck,
  CloudFindings,
} from '../../core/sites/kinds/cloud-account-check.ts';
import type {
  CloudAccess,
  CloudAccount,
  CloudCredentials,
  TokenKind,
} from '../../core/sites/kinds/cloud-credentials.ts';
import type { SiteAccount } from '../../core/sites/checks/site-account.ts';
import { askFor } from '../http/ask-for.ts';
import type { Http, HttpAnswer, HttpCall } from '../http/http.ts';
import { assertAnswered, readAnswer } from '../http/read-answer.ts';
import { readList, type ListPage } from '../../core/assets/paging/read-list.ts';
import { transport } from '../http/transport/transport.ts';
import { siteStack } from '../site-stack.ts';
import { AssetsCalls } from '../assets/calls/assets-calls.ts';
import { authorizationOf } from './authorization-of.ts';
import { CloudIds } from './cloud-ids.ts';
import { rootsOf } from './cloud-roots.ts';
import { PAGE_PATIENCE_MS, type CloudOptions } from './cloud-sites.ts';
import { CloudReader } from './cloud-reader.ts';
import { ApiMyself, ApiPermissions, ApiWorkspaces } from '../assets/shapes/people/api-myself.ts';
import { describeScopes } from './describe-scopes.ts';

const WARNINGS: Record<'jsm-agent' | 'schema-manager', string> = {
  'jsm-agent':
    'This account has no Jira Service Management agent license, so Assets may hide some objects from it.',
  'schema-manager':
    "This account can't manage every schema. Backups will work; restoring into those schemas won't. Give it the Object Schema Manager role.",
};

const APP_CANT_MANAGE =
  "The app can't manage every schema by itself. Backups will work; restoring into those schemas won't. Connect an account that has the Object Schema Manager role for that.";

export class CloudSiteCheck implements CloudAccountCheck {
  readonly #options: CloudOptions;
  readonly #transport: Http;
  readonly #cloudIds: CloudIds;

  constructor(options: CloudOptions) {
    this.#options = options;
    this.#transport = transport(
      Math.min(options.requestTimeoutMs, PAGE_PATIENCE_MS),
      options.guard,
    );
    this.#cloudIds = new CloudIds(options.guard);
  }

  async account(typed: CloudAccount): Promise<SiteAccount & CloudAccess> {
    const cloudId = typed.cloudId ?? (await this.#cloudIds.find(typed.siteUrl));
    return withEitherToken({ ...typed, cloudId }, async (account) => {
      const { accountId, displayName = accountId, timeZone = 'UTC' } = await this.#myself(account);
      return { accountId, displayName, timeZone, cloudId, tokenKind: kindOf(account) };
    });
  }

  async workspaces(account: CloudAccount): Promise<string[]> {
    const http = this.#http(account);
    const { items } = await readList({
      what: 'workspaces',
      nameOf: (workspaceId: string) => workspaceId,
      ask: (start) => workspacePage(http, this.#jiraRoot(account), start),
    });
    return items;
  }

  assets(credentials: CloudCredentials): Promise<CloudFindings> {
    return withEitherToken(credentials, (account) => this.#lookAt(account));
  }

  async #lookAt(credentials: CloudCredentials): Promise<CloudFindings> {
    const http = this.#http(credentials, credentials.workspaceId);
    const { assets, jira } = rootsOf(this.#options.apiUrl, credentials);
    const { schemas } = await new CloudReader(new AssetsCalls(http, assets)).schemas();
    const granted = await this.#grantsOf(credentials);
    const tokenKind = kindOf(credentials);
    const managesAll = schemas.length > 0 && schemas.every((schema) => schema.canManage === true);
    const isManager = granted('ADMINISTER') || managesAll;
    const rights = [right('schema-manager', isManager, tokenKind)];
    // An app has no license: what Assets shows it is up to each schema.
    if (tokenKind !== 'own')
      rights.unshift(right('jsm-agent', await this.#isAgent(credentials), tokenKind));
    const limits =
      tokenKind === 'classic' ? undefined : await describeScopes(http, jira, tokenKind);
    if (limits) rights.push(limits);
    return { visibleSchemas: schemas.length, rights, tokenKind };
  }

  async #isAgent(account: CloudAccount): Promise<boolean> {
    const { applicationRoles } = await this.#myself(account, { expand: 'applicationRoles' });
    return applicationRoles.some((key) => key.startsWith('jira-servicedesk'));
  }

  async #grantsOf(account: CloudAccount): Promise<(permission: string) => boolean> {
    const { permissions } = await this.#askJira(account, {
      path: 'mypermissions',
      query: { permissions: 'ADMINISTER' },
      shape: ApiPermissions,
    });
    return permissions;
  }

  #myself(account: CloudAccount, query?: { expand: string }) {
    return this.#askJira(account, { path: 'myself', query, shape: ApiMyself });
  }

  #askJira<S extends z.ZodType>(
    account: CloudAccount,
    { path, query, shape }: { path: string; query: HttpCall['query']; shape: S },
  ): Promise<z.output<S>> {
    const endpoint = `GET rest/api/3/${path}`;
    const url = `${this.#jiraRoot(account)}/rest/api/3/${path}`;
    const unknown = () => new Refused('token-refused', "The site doesn't know this account.");
    return askFor(
      this.#http(account),
      { method: 'GET', url, query, endpoint },
      {
        assertGood: (answer) => assertAnswered(answer, endpoint, unknown),
        read: (answer: HttpAnswer) => readAnswer(answer, endpoint, shape),
      },
    );
  }

  #jiraRoot(account: CloudAccount): string {
    return rootsOf(this.#options.apiUrl, account).jira;
  }

  #http(account: CloudAccount, siteKey = account.siteUrl): Http {
    const { clock, log, budgets, confirmMs, moved } = this.#options;
    return siteStack({
      transport: this.#transport,
      clock,
      log,
      budgets,
      siteKey,
      siteUrl: account.siteUrl,
      authorization: authorizationOf(account),
      patienceMs: PAGE_PATIENCE_MS,
      confirmMs,
      page: true,
      moved,
    });
  }
}

/**
 * Usually there is only one on each site, so the site's word on the last page is accepted. `root`
 * is what `/rest` follows.
 */
async function workspacePage(http: Http, root: string, start: number): Promise<ListPage<string>> {
  const endpoint = 'GET rest/servicedeskapi/assets/workspace';
  const url = `${root}/rest/servicedeskapi/assets/workspace`;
  const query = { start, limit: 50 };
  const call = { method: 'GET', url, query, endpoint } as const;
  // A site without Jira Service Management does not know the address.
  const isUnknown = ({ status }: HttpAnswer): boolean => status === 404;
  return askFor(http, call, {
    assertGood: (answer) =>
      isUnknown(answer) ? undefined : assertAnswered(answer, endpoint, noAssets),
    read: (answer) => {
      if (isUnknown(answer)) return { items: [], last: true, total: 0 };
      const { values, isLastPage } = readAnswer(answer, endpoint, ApiWorkspaces);
      const items = values.items.map(({ workspaceId }) => workspaceId);
      const { count } = values;
      return { items, count, last: isLastPage, total: isLastPage ? start + count : undefined };
    },
  });
}

const kindOf = ({ tokenKind = 'classic' }: CloudAccount) => tokenKind;

/** A token that is refused as a classic one may be one with scopes. @throws the first refusal */
async function withEitherToken<A extends CloudAccount, T>(
  account: A,
  ask: (account: A) => Promise<T>,
): Promise<T> {
  try {
    return await ask(account);
  } catch (error) {
    const isClassic = kindOf(account) === 'classic';
    if (!isRefusedToken(error) || !isClassic || !account.cloudId) throw error;
    return ask({ ...account, tokenKind: 'scoped' }).catch((second: unknown) => {
      throw isRefusedToken(second) && second.code === 'token-refused' ? error : second;
    });
  }
}

const isRefusedToken = (error: unknown): error is Refused =>
  error instanceof Refused && (error.code === 'token-refused' || error.code === 'scope-missing');

const noAssets = (): Refused => new Refused('no-assets', "This site doesn't have Assets.");

function right(name: keyof typeof WARNINGS, granted: boolean, kind: TokenKind): AccountRight {
  const warning = kind === 'own' ? APP_CANT_MANAGE : WARNINGS[name];
  return { right: name, granted, warning: granted ? '' : warning };
}

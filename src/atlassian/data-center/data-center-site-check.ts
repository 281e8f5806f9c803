import { z } from 'zod';
import { Refused, Unavailable } from '../../core/kernel/errors.ts';
import type { AccountRight } from '../../core/sites/checks/account-right.ts';
import type { DataCenterAccess } from '../../core/sites/kinds/data-center-access.ts';
import type {
  DataCenterCheck,
  DataCenterFindings,
} from '../../core/sites/kinds/data-center-check.ts';
import type { SiteAccount } from '../../core/sites/checks/site-account.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import { ApiField, ApiId } from '../assets/shapes/api-field.ts';
import { ApiMyself, ApiPermissions } from '../assets/shapes/people/api-myself.ts';
import { askFor } from '../http/ask-for.ts';
import type { HttpAnswer, HttpCall } from '../http/http.ts';
import { assertAnswered, readAnswer } from '../http/read-answer.ts';
import { quotedErrorText } from '../http/site-errors.ts';
import type { DataCenterSites } from './data-center-sites.ts';
import type { AssetsRoot } from './assets-roots.ts';
import { checkDataCenterAddress, SERVER_INFO } from './check-data-center-address.ts';

/** In the order in which they are looked for. */
const ROOTS: readonly AssetsRoot[] = ['assets', 'insight'];
/** How many schemas are checked; the others are usually like them. */
const MAX_LOOKED_AT = 20;

const ApiDataCenterInfo = z.object({ version: ApiId, deploymentType: ApiField.id });
const ApiDataCenterMyself = ApiMyself.omit({ accountId: true }).extend({ key: ApiId });

const WARNINGS: Record<'jsm-agent' | 'schema-manager', string> = {
  'jsm-agent':
    "This account has no Jira Service Management license, so it can't see the issues of service projects.",
  'schema-manager':
    "This account isn't a Jira administrator. Assets hides object types and attributes from it in schemas that it doesn't manage, so backups of those will fail.",
};

interface Options {
  sites: DataCenterSites;
  /** Lets connections into the private networks that the operator lists. */
  guard: AddressGuard;
}

/** Checks a Data Center through the same stack that its backups use. */
export class DataCenterSiteCheck implements DataCenterCheck {
  readonly #sites: DataCenterSites;
  readonly #guard: AddressGuard;

  constructor({ sites, guard }: Options) {
    this.#sites = sites;
    this.#guard = guard;
  }

  address(typed: string, certificate: string | null): Promise<string> {
    return checkDataCenterAddress(this.#guard, { typed, certificate });
  }

  async jira(access: DataCenterAccess): Promise<string> {
    const endpoint = 'GET rest/api/2/serverInfo';
    // Another product's page is an answer, too: `optional` doesn't wait for a better one.
    const call = { ...jiraCall(access, SERVER_INFO, endpoint), optional: true } as const;
    const http = this.#sites.stack(access, { page: true });
    const answer = await http(call);
    if (answer.status === 401) throw loggedOut();
    if (answer.status >= 500) throw down(answer);
    if (answer.status >= 300) throw noJira();
    const { version, deploymentType } = readServerInfo(answer, endpoint);
    if (deploymentType === 'Cloud') throw noJira();
    return version;
  }

  async account(access: DataCenterAccess): Promise<SiteAccount> {
    const { key, displayName = key, timeZone = 'UTC' } = await this.#myself(access);
    return { accountId: key, displayName, timeZone };
  }

  async assets(access: DataCenterAccess): Promise<DataCenterFindings> {
    const { root, schemas } = await this.#find(access);
    const { applicationRoles } = await this.#myself(access);
    const isAdministrator = await this.#isAdministrator(access);
    if (!isAdministrator) await this.#assertStructure(access, root, schemas);
    const rights = [
      right('schema-manager', isAdministrator),
      right(
        'jsm-agent',
        applicationRoles.some((key) => key.startsWith('jira-servicedesk')),
      ),
    ];
    return { root, visibleSchemas: schemas.length, rights };
  }

  /** @throws Refused `no-assets`, and what the list of schemas throws */
  async #find(access: DataCenterAccess): Promise<{ root: AssetsRoot; schemas: { id: string }[] }> {
    for (const root of ROOTS) {
      if (!(await this.#isThere(access, root))) continue;
      const { schemas } = await this.#sites.open(access, root, { page: true }).schemas();
      return { root, schemas };
    }
    throw new Refused('no-assets', "This Jira doesn't have Assets.");
  }

  /** A server without this address answers in XML, which only `optional` calls accept. */
  async #isThere(access: DataCenterAccess, root: AssetsRoot): Promise<boolean> {
    const path = `/rest/${root}/1.0/objectschema/list`;
    const call = jiraCall(access, path, `GET rest/${root}/1.0/objectschema/list`);
    const http = this.#sites.stack(access, { page: true });
    const { status } = await http({ ...call, optional: true });
    if (status === 401) throw loggedOut();
    return status !== 404;
  }

  /** @throws Refused `structure-hidden` if all of it is hidden */
  async #assertStructure(
    access: DataCenterAccess,
    root: AssetsRoot,
    schemas: { id: string }[],
  ): Promise<void> {
    const reader = this.#sites.open(access, root, { page: true });
    let hidden = 0;
    for (const { id } of schemas.slice(0, MAX_LOOKED_AT))
      try {
        await reader.objectTypes(id);
        return;
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'no-permission')) throw error;
        hidden += 1;
      }
    if (hidden > 0)
      throw new Refused('structure-hidden', 'The account sees no object types of any schema.');
  }

  async #isAdministrator(access: DataCenterAccess): Promise<boolean> {
    const { permissions } = await this.#askJira(access, 'mypermissions', ApiPermissions);
    return permissions('ADMINISTER');
  }

  #myself(access: DataCenterAccess) {
    return this.#askJira(access, 'myself', ApiDataCenterMyself, { expand: 'applicationRoles' });
  }

  #askJira<S extends z.ZodType>(
    access: DataCenterAccess,
    name: string,
    shape: S,
    query?: HttpCall['query'],
  ): Promise<z.output<S>> {
    const endpoint = `GET rest/api/2/${name}`;
    const call = { ...jiraCall(access, `/rest/api/2/${name}`, endpoint), query };
    return askFor(this.#sites.stack(access, { page: true }), call, {
      assertGood: (answer) => assertAnswered(answer, endpoint, noJira),
      read: (answer) => readAnswer(answer, endpoint, shape),
    });
  }
}

const jiraCall = ({ siteUrl }: DataCenterAccess, path: string, endpoint: string) =>
  ({ method: 'GET', url: `${siteUrl}${path}`, endpoint }) as const;

function readServerInfo(answer: HttpAnswer, endpoint: string): z.output<typeof ApiDataCenterInfo> {
  try {
    return readAnswer(answer, endpoint, ApiDataCenterInfo);
  } catch (error) {
    throw new Refused('no-jira', NO_JIRA, { cause: error });
  }
}

const NO_JIRA = 'There is no Jira at this address.';
const noJira = (): Refused => new Refused('no-jira', NO_JIRA);
const down = (answer: HttpAnswer): Unavailable =>
  new Unavailable(
    'site-unreachable',
    `The server at this address answers with status ${answer.status}, so Jira may be down or still starting.${quotedErrorText(answer)} Try again when it's available. If that doesn't help, check the address.`,
  );
const loggedOut = (): Refused =>
  new Refused('token-refused', 'Jira rejected the sign-in. Check it in Settings.');

const right = (name: keyof typeof WARNINGS, granted: boolean): AccountRight => ({
  right: name,
  granted,
  warning: granted ? '' : WARNINGS[name],
});

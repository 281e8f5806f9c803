import type { Log } from '../../core/kernel/log.ts';
import jwt from 'atlassian-jwt';
import { z } from 'zod';
import type { Clock } from '../../core/kernel/clock.ts';
import { Unavailable } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { readTimeZone } from '../../core/kernel/local-day.ts';
import { RecentMap } from '../../core/kernel/recent-map.ts';
import type { JiraApp, JiraPerson } from '../../core/tenants/jira-app.ts';
import type { Tenant } from '../../core/tenants/tenant.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import type { Http, HttpCall } from '../http/http.ts';
import { withLog } from '../http/with-log.ts';
import { readAnswer } from '../http/read-answer.ts';
import { transport } from '../http/transport.ts';

const PermissionCheck = z.object({ globalPermissions: z.array(z.string()) });
/** What Jira does not tell, or tells in another way than as text, is not known. */
const told = z.string().min(1).optional().catch(undefined);
const JiraUser = z.object({ displayName: told, timeZone: told, locale: told });

const TIMEOUT_MS = 8_000;
const TOKEN_SECONDS = 180;
/** While Jira limits requests, a yes of this age still counts. */
const ADMINISTRATOR_MS = 60_000;
const PERSON_MS = 600_000;
/** How long a person of whom Jira told nothing stays so. */
const STRANGER_MS = 60_000;
const REMEMBERED = 5_000;

export interface JiraAppOptions {
  appKey: string;
  /** What calls to the tenant's site are signed with; null where the app is not installed. */
  secretOf: (id: TenantId) => Promise<string | null>;
  clock: Clock;
  log: Log;
  guard: AddressGuard;
}

/**
 * Calls Jira as the Connect app: HS256 with the installation's secret, the hash over method, path
 * and query (connect: 1.6, 2.1).
 */
export class CloudJiraApp implements JiraApp {
  readonly #options: JiraAppOptions;
  readonly #http: Http;
  readonly #administrators = new RecentMap<string, number>(REMEMBERED);
  readonly #asking = new Map<string, Promise<boolean>>();
  readonly #people = new RecentMap<string, { person: JiraPerson; until: number }>(REMEMBERED);

  constructor(options: JiraAppOptions) {
    this.#options = options;
    this.#http = withLog(transport(TIMEOUT_MS, options.guard), options.clock, options.log);
  }

  async isAdministrator(tenant: Tenant, accountId: string): Promise<boolean> {
    const key = `${tenant.id} ${accountId}`;
    const known = this.#asking.get(key);
    if (known) return known;
    const asking = this.#askAdministrator(tenant, accountId, key).finally(() =>
      this.#asking.delete(key),
    );
    this.#asking.set(key, asking);
    return asking;
  }

  async person(tenant: Tenant, accountId: string): Promise<JiraPerson> {
    const now = this.#options.clock.monotonicMs();
    const key = `${tenant.id} ${accountId}`;
    const known = this.#people.get(key);
    if (known && known.until > now) return known.person;
    const user = await this.#ask(
      tenant,
      { method: 'GET', path: '/rest/api/3/user', query: { accountId } },
      JiraUser,
    ).catch(() => undefined);
    const { displayName = accountId, timeZone = 'UTC', locale = 'en_US' } = user ?? {};
    // A zone that cannot be reckoned in is none that could be proposed.
    const zone = readTimeZone(timeZone) ?? 'UTC';
    const person = { accountId, name: displayName, timeZone: zone, locale };
    this.#people.set(key, { person, until: now + (user ? PERSON_MS : STRANGER_MS) });
    return person;
  }

  async #askAdministrator(tenant: Tenant, accountId: string, key: string): Promise<boolean> {
    const now = this.#options.clock.monotonicMs();
    try {
      const { globalPermissions } = await this.#ask(
        tenant,
        {
          method: 'POST',
          path: '/rest/api/3/permissions/check',
          body: { accountId, globalPermissions: ['ADMINISTER'] },
        },
        PermissionCheck,
      );
      const allowed = globalPermissions.includes('ADMINISTER');
      if (allowed) this.#administrators.set(key, now + ADMINISTRATOR_MS);
      else this.#administrators.delete(key);
      return allowed;
    } catch (error) {
      const limited = error instanceof Unavailable && error.code === 'jira-limits';
      if (limited && (this.#administrators.get(key) ?? -Infinity) > now) return true;
      throw error;
    }
  }

  async #ask<S extends z.ZodType>(
    tenant: Tenant,
    {
      method,
      path,
      query,
      body,
    }: { method: 'GET' | 'POST'; path: string; query?: Record<string, string>; body?: unknown },
    shape: S,
  ): Promise<z.output<S>> {
    const secret = await this.#options.secretOf(tenant.id);
    if (secret === null) throw unavailable('the app is not installed there');
    const now = Math.floor(this.#options.clock.now() / 1000);
    const target = query ? `${path}?${new URLSearchParams(query)}` : path;
    const token = jwt.encodeSymmetric(
      {
        iss: this.#options.appKey,
        iat: now,
        exp: now + TOKEN_SECONDS,
        qsh: jwt.createQueryStringHash(jwt.fromMethodAndUrl(method, target)),
      },
      secret,
    );
    const call: HttpCall = {
      method,
      url: `${tenant.siteUrl}${target}`,
      endpoint: `${method} ${path}`,
      headers: { authorization: `JWT ${token}` },
      ...(body === undefined ? {} : { body }),
    };
    const answer = await this.#http(call);
    if (answer.status === 429) throw unavailable('it limits requests', 'jira-limits');
    if (answer.status !== 200) throw unavailable(`status ${answer.status}`);
    return readAnswer(answer, call.endpoint, shape);
  }
}

const unavailable = (why: string, code = 'jira-unavailable'): Unavailable =>
  new Unavailable(
    code,
    `Jira cannot be asked who you are just now (${why}). Reload the page in a minute.`,
  );

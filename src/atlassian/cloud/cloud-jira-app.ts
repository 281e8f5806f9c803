import type { Log } from '../../core/kernel/log.ts';
import jwt from 'atlassian-jwt';
import type { z } from 'zod';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { Unavailable } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { readTimeZone } from '../../core/kernel/time/local-day.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';
import type { JiraApp, JiraPerson } from '../../core/tenants/jira-app.ts';
import type { Tenant } from '../../core/tenants/tenant.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import { SiteRedirects, type Http, type HttpCall } from '../http/http.ts';
import { withLog } from '../http/with-log.ts';
import { readAnswer } from '../http/read-answer.ts';
import { tryCall, type Outcome } from '../http/retry/outcome.ts';
import { FLOOR_MS } from '../http/retry/retry-delay-ms.ts';
import { transport } from '../http/transport/transport.ts';
import type { MovedSites } from './moved-sites.ts';
import type { LimitedSites } from '../budget/limited-sites.ts';
import { ApiJiraUser } from '../assets/shapes/people/api-jira-user.ts';
import { ApiPermissionCheck } from '../assets/shapes/people/api-permission-check.ts';

const TIMEOUT_MS = 8_000;
const TOKEN_SECONDS = 180;
/** While Jira limits requests, a yes up to this old still counts for people who only look. */
const ADMINISTRATOR_MS = 60_000;
/** While a site refuses the calls of runs, a yes up to this old saves the call. */
const UNASKED_MS = 10_000;
const PERSON_MS = 600_000;
/** How long a person whom Jira didn't know counts as unknown. */
const STRANGER_MS = 60_000;
const MAX_REMEMBERED = 5_000;
/** A request without a proper answer is repeated once, unless it took longer than this. */
const SOON_MS = 3_000;
const AGAIN_MS = 300;
/** How long a command waits for a site that limits requests. */
const COMMAND_PATIENCE_MS = 8_000;

export interface JiraAppOptions {
  appKey: string;
  /** How calls to the tenant's site are signed; null if the app is not installed. */
  secretOf: (id: TenantId) => Promise<string | null>;
  clock: Clock;
  log: Log;
  guard: AddressGuard;
  limited: LimitedSites;
  moved: MovedSites;
}

interface Question<S extends z.ZodType = z.ZodType> {
  method: 'GET' | 'POST';
  path: string;
  query?: Record<string, string>;
  body?: unknown;
  /** What the answer must be. */
  shape: S;
}

/**
 * Calls Jira as the Connect app: HS256 with the installation's secret, the hash over method, path
 * and query (connect: 1.6, 2.1).
 */
export class CloudJiraApp implements JiraApp {
  readonly #options: JiraAppOptions;
  readonly #http: Http;
  /** When Jira said yes. */
  readonly #administrators = new RecentMap<string, number>(MAX_REMEMBERED);
  readonly #asking = new Map<string, Promise<boolean>>();
  readonly #people = new RecentMap<string, { person: JiraPerson; until: number }>(MAX_REMEMBERED);

  constructor(options: JiraAppOptions) {
    this.#options = options;
    this.#http = withLog(transport(TIMEOUT_MS, options.guard), options.clock, options.log);
  }

  async isAdministrator(
    tenant: Tenant,
    accountId: string,
    asked: 'to-see' | 'to-do',
  ): Promise<boolean> {
    const { limited } = this.#options;
    const key = `${tenant.id} ${accountId}`;
    if (asked === 'to-do') return this.#askPatiently(tenant, accountId, key);
    if (limited.isLimited(tenant.siteUrl) && this.#saidYes(key, UNASKED_MS)) return true;
    try {
      return await this.#askOnce(tenant, accountId, key);
    } catch (error) {
      if (isLimit(error) && this.#saidYes(key, ADMINISTRATOR_MS)) return true;
      throw error;
    }
  }

  async person(tenant: Tenant, accountId: string): Promise<JiraPerson> {
    const now = this.#options.clock.monotonicMs();
    const key = `${tenant.id} ${accountId}`;
    const known = this.#people.get(key);
    if (known && known.until > now) return known.person;
    const question = {
      method: 'GET',
      path: '/rest/api/3/user',
      query: { accountId },
      shape: ApiJiraUser,
    } as const;
    const user = await this.#ask(tenant, question).catch(() => undefined);
    const { displayName = accountId, timeZone = 'UTC', locale = 'en_US' } = user ?? {};
    // A time zone that we can't compute with is not proposed.
    const zone = readTimeZone(timeZone) ?? 'UTC';
    const person = { accountId, name: displayName, timeZone: zone, locale };
    this.#people.set(key, { person, until: now + (user ? PERSON_MS : STRANGER_MS) });
    return person;
  }

  #saidYes(key: string, withinMs: number): boolean {
    const saidAt = this.#administrators.get(key) ?? -Infinity;
    return this.#options.clock.monotonicMs() - saidAt < withinMs;
  }

  /** Short limits are waited out. */
  async #askPatiently(tenant: Tenant, accountId: string, key: string): Promise<boolean> {
    const { clock } = this.#options;
    const until = clock.monotonicMs() + COMMAND_PATIENCE_MS;
    for (;;) {
      try {
        return await this.#askOnce(tenant, accountId, key);
      } catch (error) {
        const wait = isLimit(error) ? (error.retryAfterMs ?? UNASKED_MS) : Infinity;
        if (clock.monotonicMs() + wait > until) throw error;
        await clock.sleep(wait);
      }
    }
  }

  /** Callers that ask the same at the same time share one answer. */
  #askOnce(tenant: Tenant, accountId: string, key: string): Promise<boolean> {
    const known = this.#asking.get(key);
    if (known) return known;
    const asking = this.#askAdministrator(tenant, accountId, key).finally(() =>
      this.#asking.delete(key),
    );
    this.#asking.set(key, asking);
    return asking;
  }

  async #askAdministrator(tenant: Tenant, accountId: string, key: string): Promise<boolean> {
    const { globalPermissions } = await this.#ask(tenant, {
      method: 'POST',
      path: '/rest/api/3/permissions/check',
      body: { accountId, globalPermissions: ['ADMINISTER'] },
      shape: ApiPermissionCheck,
    });
    const allowed = globalPermissions.includes('ADMINISTER');
    if (allowed) this.#administrators.set(key, this.#options.clock.monotonicMs());
    else this.#administrators.delete(key);
    return allowed;
  }

  async #ask<S extends z.ZodType>(tenant: Tenant, question: Question<S>): Promise<z.output<S>> {
    const { clock } = this.#options;
    const from = clock.monotonicMs();
    let outcome = await this.#try(tenant, question);
    const isSoon = clock.monotonicMs() - from < SOON_MS;
    if (isSoon && outcome.kind !== 'answered' && outcome.kind !== 'limited') {
      await clock.sleep(AGAIN_MS);
      outcome = await this.#try(tenant, question);
    }
    const movedTo = await this.#movedTo(tenant, outcome);
    if (movedTo !== null) outcome = await this.#try({ ...tenant, siteUrl: movedTo }, question);
    if (outcome.kind === 'limited') {
      const wait = Math.max(FLOOR_MS, outcome.retryAfterMs ?? 0);
      throw new Unavailable('jira-limits', sentenceOf("it's limiting requests"), {
        retryAfterMs: wait,
      });
    }
    if (outcome.kind === 'answered' && outcome.answer.status === 200)
      return readAnswer(outcome.answer, question.path, question.shape);
    throw unavailable('answer' in outcome ? `status ${outcome.answer.status}` : outcome.why);
  }

  async #movedTo({ siteUrl }: Tenant, outcome: Outcome): Promise<string | null> {
    const error = outcome.kind === 'lost' ? outcome.error : undefined;
    return error instanceof SiteRedirects ? this.#options.moved.follow(siteUrl, error) : null;
  }

  /** @throws Unavailable where the app is not installed */
  async #try(tenant: Tenant, { method, path, query, body, shape }: Question): Promise<Outcome> {
    const { appKey, secretOf, clock } = this.#options;
    const secret = await secretOf(tenant.id);
    if (secret === null) throw unavailable("the app isn't installed there");
    const now = Math.floor(clock.now() / 1000);
    const target = query ? `${path}?${new URLSearchParams(query)}` : path;
    const token = jwt.encodeSymmetric(
      {
        iss: appKey,
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
      question: true,
      check: (answer) => void readAnswer(answer, path, shape),
      ...(body === undefined ? {} : { body }),
    };
    return tryCall(this.#http, call, clock);
  }
}

const isLimit = (error: unknown): error is Unavailable =>
  error instanceof Unavailable && error.code === 'jira-limits';

const sentenceOf = (why: string): string =>
  `We can't check your permissions with Jira right now (${why}). Reload the page in a minute.`;

const unavailable = (why: string): Unavailable =>
  new Unavailable('jira-unavailable', sentenceOf(why));

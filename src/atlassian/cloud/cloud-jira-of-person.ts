import type { z } from 'zod';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { Unavailable } from '../../core/kernel/errors.ts';
import { readTimeZone } from '../../core/kernel/time/local-day.ts';
import type { Log } from '../../core/kernel/log.ts';
import type { JiraOfPerson, SelfInJira } from '../../core/tenants/jira-of-person.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import type { Http, HttpCall } from '../http/http.ts';
import { readAnswer } from '../http/read-answer.ts';
import { tryCall } from '../http/retry/outcome.ts';
import { FLOOR_MS } from '../http/retry/retry-delay-ms.ts';
import { transport } from '../http/transport/transport.ts';
import { withLog } from '../http/with-log.ts';
import { ApiJiraUser } from '../assets/shapes/people/api-jira-user.ts';
import { ApiMyself, ApiPermissions } from '../assets/shapes/people/api-myself.ts';

/** The host waits 25 seconds for all of an answer. */
const TIMEOUT_MS = 8_000;
/** A request without a proper answer is repeated once, unless it took longer than this. */
const SOON_MS = 3_000;
const AGAIN_MS = 300;

interface Options {
  /** `https://api.atlassian.com` */
  apiUrl: string;
  clock: Clock;
  log: Log;
  guard: AddressGuard;
}

/** Calls Jira through Atlassian's API host with the token of a person. */
export class CloudJiraOfPerson implements JiraOfPerson {
  readonly #options: Options;
  readonly #http: Http;

  constructor(options: Options) {
    this.#options = options;
    this.#http = withLog(transport(TIMEOUT_MS, options.guard), options.clock, options.log);
  }

  async lookAtSelf(cloudId: string, token: string): Promise<SelfInJira> {
    const root = `${this.#options.apiUrl}/ex/jira/${encodeURIComponent(cloudId)}`;
    const headers = { authorization: `Bearer ${token}` };
    const ask = <S extends z.ZodType>(path: string, shape: S, query = {}): Promise<z.output<S>> =>
      this.#ask(
        { method: 'GET', url: root + path, query, headers, endpoint: `GET ${path}` },
        shape,
      );
    const [self, { permissions }] = await Promise.all([
      ask('/rest/api/3/myself', ApiMyself.extend(ApiJiraUser.shape)),
      ask('/rest/api/3/mypermissions', ApiPermissions, { permissions: 'ADMINISTER' }),
    ]);
    const { accountId, displayName: name = accountId, timeZone, locale = 'en_US' } = self;
    // A time zone that we can't compute with is not proposed.
    const zone = readTimeZone(timeZone ?? 'UTC') ?? 'UTC';
    return {
      person: { accountId, name, timeZone: zone, locale },
      administers: permissions('ADMINISTER'),
    };
  }

  async #ask<S extends z.ZodType>(asked: HttpCall, shape: S): Promise<z.output<S>> {
    const { clock } = this.#options;
    const call = {
      ...asked,
      check: (answer: Parameters<typeof readAnswer>[0]) =>
        void readAnswer(answer, asked.endpoint, shape),
    };
    const from = clock.monotonicMs();
    let outcome = await tryCall(this.#http, call, clock);
    const isSoon = clock.monotonicMs() - from < SOON_MS;
    if (isSoon && outcome.kind !== 'answered' && outcome.kind !== 'limited') {
      await clock.sleep(AGAIN_MS);
      outcome = await tryCall(this.#http, call, clock);
    }
    if (outcome.kind === 'limited')
      throw unavailable('jira-limits', "it's limiting requests", outcome.retryAfterMs ?? FLOOR_MS);
    if (outcome.kind === 'answered' && outcome.answer.status === 200)
      return readAnswer(outcome.answer, asked.endpoint, shape);
    const why = 'answer' in outcome ? `status ${outcome.answer.status}` : outcome.why;
    throw unavailable('jira-unavailable', why);
  }
}

const unavailable = (
  code: 'jira-limits' | 'jira-unavailable',
  why: string,
  retryAfterMs?: number,
): Unavailable =>
  new Unavailable(
    code,
    `We can't check your permissions with Jira right now (${why}). Reload the page in a minute.`,
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );

import { HttpError } from '../http/http-error.ts';
import { hintsOf } from './limits.ts';
import type { Settings } from './settings.ts';

const SECOND_MS = 1_000;
/** Calls of a second to one endpoint, by method; those to single endpoints (assets-api: B.2). */
const BURSTS: Record<string, number> = { GET: 100, POST: 100, PUT: 50, DELETE: 50 };
const LARGER: Record<string, number> = {
  'GET /rest/api/3/issue/:key': 150,
  'GET /rest/api/3/user': 150,
  'POST /rest/api/3/search/approximate-count': 150,
};
/** Writes to one issue. */
const ISSUE_WRITES = [
  { count: 20, windowMs: 2_000 },
  { count: 100, windowMs: 30_000 },
];
const ISSUE_WRITE = 'PUT /rest/api/3/issue/:key';
/** Issues whose writes are remembered; the oldest ones are forgotten. */
const MAX_ISSUES = 10_000;

/** Jira's limits: calls of a second to an endpoint, whoever makes them, and writes to an issue. */
export class JiraLimits {
  readonly #calls = new Map<string, number[]>();
  readonly #writes = new Map<string, number[]>();

  /** `template`: method and path template; `path`: what was called. @throws HttpError 429 */
  take(settings: Settings, template: string, path: string, now: number): void {
    if (!settings.jiraLimits || !template.includes(' /rest/api/3/')) return;
    const most = LARGER[template] ?? BURSTS[template.split(' ')[0] ?? ''] ?? Infinity;
    const recent = since(this.#calls.get(template), now - SECOND_MS);
    if (recent.length >= most)
      throw refusal(settings, now, {
        reason: 'jira-burst-based',
        limit: most,
        until: (recent[0] ?? now) + SECOND_MS,
      });
    if (template === ISSUE_WRITE) this.#takeWrite(settings, path, now);
    this.#calls.set(template, [...recent, now]);
  }

  #takeWrite(settings: Settings, path: string, now: number): void {
    const written = this.#writes.get(path) ?? [];
    for (const { count, windowMs } of ISSUE_WRITES) {
      const recent = since(written, now - windowMs);
      if (recent.length >= count)
        throw refusal(settings, now, {
          reason: 'jira-per-issue-on-write',
          limit: count,
          until: (recent[0] ?? now) + windowMs,
        });
    }
    this.#writes.delete(path);
    this.#writes.set(path, [...since(written, now - 30_000), now]);
    const [oldest] = this.#writes.keys();
    if (this.#writes.size > MAX_ISSUES && oldest !== undefined) this.#writes.delete(oldest);
  }
}

const since = (times: number[] = [], from: number): number[] => times.filter((at) => at > from);

interface Exceeded {
  reason: string;
  limit: number;
  until: number;
}

function refusal(settings: Settings, now: number, { reason, limit, until }: Exceeded): HttpError {
  const headers = {
    ...hintsOf(settings, until, now),
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': '0',
    'ratelimit-reason': reason,
  };
  return new HttpError(429, ['Rate limit exceeded.'], {}, headers);
}

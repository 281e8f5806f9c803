import type { HttpAnswer } from '../http/http.ts';
import { hintedWaitMs } from '../http/retry/retry-delay-ms.ts';
import { errorText } from '../http/site-errors.ts';
import { readQuota } from './read-quota.ts';

/** What a 429 says (assets-api: B, G). */
export interface Refusal {
  /** What is limited: calls of this key to this endpoint, or to the site as a whole. */
  of: 'endpoint' | 'site';
  /** For how long the site asks not to be called, ms; undefined where it does not say. */
  waitMs: number | undefined;
  /** What it allows, at least one; null where it does not say. */
  perMinute: number | null;
}

const NAMES_ENDPOINT = /\bthis (endpoint|resource|operation|api)\b/i;
/** Jira's word for limits of one endpoint or a part of it. */
const ENDPOINT_REASON = /burst|per-issue/i;
const FIGURE = /\b(\d[\d,. ]*) (?:requests?|calls?) (?:per|a|each|every) (second|minute|hour)\b/i;
const MINUTES = { second: 1 / 60, minute: 1, hour: 60 };

export function readRefusal(answer: HttpAnswer, nowMs: number): Refusal {
  const words = errorText(answer);
  const reason = answer.headers['ratelimit-reason'] ?? '';
  const isOfEndpoint = NAMES_ENDPOINT.test(words) || ENDPOINT_REASON.test(reason);
  const quota = readQuota(answer);
  return {
    of: isOfEndpoint ? 'endpoint' : 'site',
    waitMs: hintedWaitMs(answer, nowMs) ?? quota?.waitMs,
    perMinute: quota?.perMinute ?? readFigure(words),
  };
}

function readFigure(words: string): number | null {
  const found = FIGURE.exec(words);
  const figure = Number(found?.[1]?.replace(/[,. ]/g, ''));
  const unit = found?.[2]?.toLowerCase() as keyof typeof MINUTES | undefined;
  const isFigure = figure > 0 && figure <= Number.MAX_SAFE_INTEGER;
  return unit && isFigure ? Math.max(1, Math.floor(figure / MINUTES[unit])) : null;
}

import type { Clock } from '../../core/kernel/clock.ts';
import { Unavailable } from '../../core/kernel/errors.ts';
import { AnswerTooLarge } from '../../core/assets/ports/answer-too-large.ts';
import { OutcomeUnknown } from '../../core/assets/ports/outcome-unknown.ts';
import type { SiteWait } from '../../core/assets/ports/site-wait.ts';
import { NeverSent, type Http, type HttpAnswer, type HttpCall } from './http.ts';

const FIRST_MS = 2_000;
const MAX_MS = 30_000;

/**
 * How long to wait before try number `attempt` (from 1): what the site asks for at least, else
 * doubling from 2 s with jitter, 30 s at most. Pure but for `random`.
 */
export function retryDelayMs(
  attempt: number,
  retryAfterMs: number | undefined,
  random: number,
): number {
  const backoff = Math.min(MAX_MS, FIRST_MS * 2 ** (attempt - 1) * (0.7 + 0.6 * random));
  return Math.max(backoff, retryAfterMs ?? 0);
}

/** Seconds of a Retry-After header in ms; undefined when there is none that can be read. */
export function retryAfterMs(answer: HttpAnswer): number | undefined {
  const seconds = Number(answer.headers['retry-after']);
  return answer.headers['retry-after'] !== undefined && Number.isFinite(seconds) && seconds >= 0
    ? seconds * 1000
    : undefined;
}

export interface RetryOptions {
  clock: Clock;
  /** How long the site may stay unreachable, ms, counted from the first failure. */
  patienceMs: number;
  /** A person waits: the rate limit counts as the site being down. */
  impatient: boolean;
  onWait?: ((wait: SiteWait | null) => void) | undefined;
  random?: () => number;
}

/**
 * Repeats calls while the site is down, cuts connections or answers nonsense, until the patience is
 * used up; creates only where they were not done for certain. A 429 is no failure: the budget below
 * waits, and the call is simply made again. @throws Unavailable `site-unreachable`; OutcomeUnknown
 * for creates
 */
export function withRetry(
  next: Http,
  { clock, patienceMs, impatient, onWait, random = Math.random }: RetryOptions,
): Http {
  return async (call, signal) => {
    let failingSince: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await tryOnce(next, call, signal);
      if (outcome.kind === 'answered') {
        if (failingSince !== undefined) onWait?.(null);
        return outcome.answer;
      }
      const decision = decide(outcome.kind, { once: call.once ?? false, impatient });
      if (decision === 'unknown')
        throw new OutcomeUnknown(
          `Whether ${call.endpoint} was done is not known: its answer was lost (${outcome.why}).`,
          { cause: outcome.error },
        );
      if (decision === 'again') {
        attempt = 0;
        continue;
      }
      const now = clock.monotonicMs();
      failingSince ??= now;
      const delay = retryDelayMs(attempt, outcome.retryAfterMs, random());
      if (now + delay - failingSince > patienceMs)
        throw new Unavailable(
          'site-unreachable',
          `The site did not answer for ${spoken(patienceMs)} (${outcome.why}). Try again when it does.`,
          { cause: outcome.error },
        );
      onWait?.({ reason: 'unreachable', untilMs: clock.now() + delay });
      await clock.sleep(delay, signal);
    }
  };
}

const spoken = (ms: number): string =>
  ms < 120_000 ? `${Math.round(ms / 1000)} seconds` : `${Math.round(ms / 60_000)} minutes`;

/**
 * How a try ended: `limited` and `unsent`, nothing was done; `lost`, it was sent, and no answer
 * tells what became of it.
 */
export type Outcome =
  | { kind: 'answered'; answer: HttpAnswer }
  | { kind: Failed; why: string; retryAfterMs?: number | undefined; error?: unknown };
type Failed = 'limited' | 'unsent' | 'lost';

/** What follows from a try without an answer. Pure. */
export function decide(
  failed: Failed,
  { once, impatient }: { once: boolean; impatient: boolean },
): 'again' | 'later' | 'unknown' {
  if (failed === 'lost' && once) return 'unknown';
  return failed === 'limited' && !impatient ? 'again' : 'later';
}

/** What an answer's status and first byte say. Pure. */
export function outcomeOf(answer: HttpAnswer): Outcome {
  if (answer.status === 429)
    return { kind: 'limited', why: 'too many requests', retryAfterMs: retryAfterMs(answer) };
  if (answer.status >= 500 || answer.status === 408)
    return { kind: 'lost', why: `status ${answer.status}`, retryAfterMs: retryAfterMs(answer) };
  if (answer.status < 300 && answer.body.length > 0 && !looksLikeJson(answer.body))
    return { kind: 'lost', why: 'a web page in place of data' };
  return { kind: 'answered', answer };
}

/** What an error of the layers below says; undefined where it is to be thrown on. Pure. */
export function outcomeOfError(error: unknown, once: boolean): Outcome | undefined {
  if (error instanceof NeverSent) return { kind: 'unsent', why: error.message, error };
  if (error instanceof Unavailable && error.code === 'site-unreachable')
    return { kind: 'lost', why: error.message, error };
  if (
    once &&
    (error instanceof AnswerTooLarge ||
      (error instanceof Unavailable && error.code === 'site-redirects'))
  )
    return { kind: 'lost', why: error.message, error };
  return undefined;
}

async function tryOnce(
  next: Http,
  call: HttpCall,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  try {
    return outcomeOf(await next(call, signal));
  } catch (error) {
    const outcome = outcomeOfError(error, call.once ?? false);
    if (outcome) return outcome;
    throw error;
  }
}

/** The first byte that is no white space begins an object or a list. */
function looksLikeJson(body: Buffer): boolean {
  const first = body.subarray(0, 100).toString().trimStart()[0];
  return first === '{' || first === '[';
}

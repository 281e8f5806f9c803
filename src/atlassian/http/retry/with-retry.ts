import { AnswerTooLarge } from '../../../core/assets/ports/pages/answer-too-large.ts';
import { OutcomeUnknown } from '../../../core/assets/ports/outcome-unknown.ts';
import { Unanswered } from '../../../core/assets/ports/pages/unanswered.ts';
import type { SiteWait } from '../../../core/assets/ports/site/site-wait.ts';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { ProductError, Unavailable } from '../../../core/kernel/errors.ts';
import { SiteRedirects, type Http, type HttpAnswer, type HttpCall } from '../http.ts';
import { decide, tryCall, type FailedOutcome } from './outcome.ts';
import { retryDelayMs } from './retry-delay-ms.ts';

/** Something in front of an API has usually recovered by then. */
const CONFIRM_MS = 3_000;
/** How many different refusals in a row are tried: the last one counts. */
const MAX_REFUSALS = 4;
/** How often a complete answer of unknown form is requested: it will not change. */
const MAX_UNREADABLE = 5;
/** How often a call is made that the caller can do without. */
const MAX_DISPENSABLE = 3;
/** How often a call that is not documented is made: what it answers then is its answer. */
const MAX_OPTIONAL = 3;

export interface RetryOptions {
  clock: Clock;
  /** How long the site may stay unreachable, ms, counted from the first failure. */
  patienceMs: number;
  /** Between a refusal and the second time it is asked for, ms; a person waits a third of it. */
  confirmMs?: number | undefined;
  /** After how long of it whoever asks had better ask again later, ms; never where not set. */
  holdMs?: number | undefined;
  /** A person waits: the rate limit counts as the site being down. */
  impatient: boolean;
  onWait?: ((wait: SiteWait | null) => void) | undefined;
  random?: () => number;
  /** Refusals that are accepted at once, because asking again would do harm. */
  isFinal?: ((answer: HttpAnswer) => boolean) | undefined;
}

/**
 * Repeats calls while the site is down, cuts connections or answers nonsense, until the patience is
 * used up; creates only where they were not done for certain. A refusal is answered when the API
 * itself gives it, twice, some time apart. A 429 is no failure: the budget below waits, and the
 * call is simply made again. @throws Unavailable `site-unreachable` | `site-redirects`, with a time
 * where it is to be asked again later, or what an answer of a shape that stays unknown is;
 * Unanswered for objects; OutcomeUnknown for creates
 */
export function withRetry(next: Http, options: RetryOptions): Http {
  return (call, signal) => new Tries(next, options, call, signal).run();
}

/** All tries of one call. */
class Tries {
  readonly #next: Http;
  readonly #options: RetryOptions;
  readonly #call: HttpCall;
  readonly #signal: AbortSignal | undefined;
  #failingSince: number | undefined;
  #failures = 0;
  #unreadable = 0;
  /** The statuses of refusals so far. */
  readonly #refusals: number[] = [];

  constructor(next: Http, options: RetryOptions, call: HttpCall, signal: AbortSignal | undefined) {
    this.#next = next;
    this.#options = options;
    this.#call = call;
    this.#signal = signal;
  }

  async run(): Promise<HttpAnswer> {
    const { clock } = this.#options;
    for (;;) {
      const outcome = await tryCall(this.#next, this.#call, clock, this.#signal);
      const isRefusal = outcome.kind === 'verdict';
      if (outcome.kind === 'answered' || (isRefusal && this.#isConfirmed(outcome.answer))) {
        this.#recover();
        return outcome.answer;
      }
      if (isRefusal) await this.#waitToConfirm(outcome.answer);
      else if (outcome.received && this.#isLastOfOptional(outcome.received))
        return outcome.received;
      else await this.#wait(outcome);
    }
  }

  /**
   * A create is not repeated, and any refusal of it means that it wasn't done. Whoever called reads
   * what came in place of an answer.
   */
  #isLastOfOptional({ status }: HttpAnswer): boolean {
    const { optional = false, once = false } = this.#call;
    if (once) return optional && status >= 400 && status < 500;
    return optional && this.#failures + 1 >= MAX_OPTIONAL;
  }

  #isConfirmed(answer: HttpAnswer): boolean {
    const { status } = answer;
    if (this.#options.isFinal?.(answer)) return true;
    return this.#refusals.at(-1) === status || this.#refusals.length >= MAX_REFUSALS;
  }

  async #waitToConfirm({ status }: HttpAnswer): Promise<void> {
    this.#refusals.push(status);
    await this.#options.clock.sleep(this.#confirmMs, this.#signal);
  }

  get #confirmMs(): number {
    const { impatient, confirmMs = CONFIRM_MS } = this.#options;
    return impatient ? confirmMs / 3 : confirmMs;
  }

  /** The site answers: what fails from now on is counted, and waited for, anew. */
  #recover(): void {
    if (this.#failingSince !== undefined) this.#options.onWait?.(null);
    this.#failingSince = undefined;
    this.#failures = 0;
  }

  /** @throws OutcomeUnknown; Unavailable when patience runs out */
  async #wait(failed: FailedOutcome): Promise<void> {
    const { clock, impatient, onWait, random = Math.random } = this.#options;
    const { endpoint, once = false } = this.#call;
    const decision = decide(failed.kind, { once, impatient });
    if (decision === 'unknown') {
      const why = whyWith(failed.why, failed.words);
      throw new OutcomeUnknown(
        `The answer to ${endpoint} was lost (${why}), so its result isn't known.`,
        { why, cause: failed.error },
      );
    }
    if (decision === 'again') {
      this.#recover();
      return;
    }
    this.#failures += 1;
    const delay = this.#delayOf(failed, random());
    onWait?.({ reason: 'unreachable', untilMs: clock.now() + delay });
    await clock.sleep(delay, this.#signal);
  }

  /**
   * A run that is asked to wait for longer than its patience makes a last try at its end; a person
   * is told at once.
   */
  #delayOf(failed: FailedOutcome, random: number): number {
    const { clock, patienceMs, holdMs = Infinity, impatient } = this.#options;
    const now = clock.monotonicMs();
    this.#failingSince ??= now;
    const left = this.#failingSince + Math.min(patienceMs, holdMs) - now;
    if (this.#call.optional) {
      if (this.#failures >= MAX_OPTIONAL) throw this.#gaveUp(failed);
      return this.#confirmMs;
    }
    const delay = retryDelayMs(this.#failures, failed.retryAfterMs, random);
    if (failed.kind === 'unreadable') this.#unreadable += 1;
    const isOver = left <= 0 || (impatient && delay > left) || this.#isLastOfDispensable(failed);
    if (isOver || this.#unreadable >= MAX_UNREADABLE) throw this.#gaveUp(failed);
    return Math.min(left, delay);
  }

  /** What didn't reach the site says nothing about objects. */
  #isLastOfDispensable(failed: FailedOutcome): boolean {
    return this.#isAboutDispensable(failed) && this.#failures >= MAX_DISPENSABLE;
  }

  #isAboutDispensable({ kind, error }: FailedOutcome): boolean {
    if (this.#call.dispensable !== true || error instanceof SiteRedirects) return false;
    return kind === 'lost' || error instanceof AnswerTooLarge;
  }

  #gaveUp(failed: FailedOutcome): ProductError {
    const { kind, why, words, error, retryAfterMs = 0 } = failed;
    const isAboutDispensable = this.#isAboutDispensable(failed);
    if (kind === 'unreadable' && !isAboutDispensable && error instanceof ProductError) return error;
    const { patienceMs, holdMs = Infinity } = this.#options;
    const options = holdMs < patienceMs ? { cause: error, retryAfterMs } : { cause: error };
    if (error instanceof SiteRedirects)
      return 'retryAfterMs' in options
        ? new Unavailable(error.code, error.message, options)
        : error;
    const later = `${quoted(words)} Try again when it's available.`;
    if (isAboutDispensable)
      return new Unanswered(`The site repeatedly failed to answer (${why}).${later}`, {
        ...options,
        why: whyWith(why, words),
      });
    return new Unavailable(
      'site-unreachable',
      `The site didn't answer for ${durationWords(patienceMs)} (${why}).${later}`,
      options,
    );
  }
}

const quoted = (words = ''): string =>
  words === '' ? '' : ` It says: ${words.replace(/[.]?$/, '.')}`;

const whyWith = (why: string, words = ''): string =>
  words === '' ? why : `${why}: ${words.replace(/\.$/, '')}`;

const durationWords = (ms: number): string =>
  ms < 120_000 ? `${Math.round(ms / 1000)} seconds` : `${Math.round(ms / 60_000)} minutes`;

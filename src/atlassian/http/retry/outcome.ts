import { AnswerTooLarge } from '../../../core/assets/ports/pages/answer-too-large.ts';
import { isDrawing } from '../../../core/assets/model/picture-type.ts';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { Unavailable } from '../../../core/kernel/errors.ts';
import {
  isQuestion,
  NeverSent,
  NoAnswer,
  SiteRedirects,
  type Http,
  type HttpAnswer,
  type HttpCall,
} from '../http.ts';
import { isMarkup, looksLikeJson } from '../is-markup.ts';
import { hintedWaitMs } from './retry-delay-ms.ts';
import { errorsOf, errorText } from '../site-errors.ts';

/**
 * How a try ended. `verdict`: the API itself refuses the request, and nothing was done. `limited`
 * and `unsent`: nothing was done. `lost`: no answer says what became of it. `unreadable`: a
 * complete answer of unknown form.
 */
export type Outcome =
  | { kind: 'answered'; answer: HttpAnswer }
  | { kind: 'verdict'; answer: HttpAnswer }
  | FailedOutcome;

export interface FailedOutcome {
  kind: 'limited' | 'unsent' | 'lost' | 'unreadable';
  why: string;
  /** What the site says about it; empty if nothing. */
  words?: string | undefined;
  retryAfterMs?: number | undefined;
  error?: unknown;
  /** What came, where anything did. */
  received?: HttpAnswer | undefined;
}

/** Statuses that may differ a moment later; for a write, 409 is an answer. */
const PASSING = [408, 409, 421, 423, 425];
/** Statuses for wrong input: an API need not explain these further. */
const REFUSALS_OF_WRITES = [400, 409, 422];
/** Jira names the login's end where a token is dead, also on a 200 (assets-api: C.4). */
const DEAD_LOGIN = /AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/;

/** Whether the site says that the token is invalid. */
export const isTokenRefused = (answer: HttpAnswer): boolean =>
  answer.status === 401 || isLoginDead(answer);

/**
 * Whether Jira itself says, beside the answer, that nobody was logged in by it. What is in front of
 * a Data Center may remove one of the two headers.
 */
export const isLoginDead = ({ headers }: HttpAnswer): boolean =>
  DEAD_LOGIN.test(headers['x-seraph-loginreason'] ?? '') ||
  headers['x-authentication-denied-reason'] !== undefined;

/** What an answer says about the call. Pure. */
export function outcomeOf(answer: HttpAnswer, call: HttpCall, nowMs: number): Outcome {
  const { status } = answer;
  const retryAfterMs = hintedWaitMs(answer, nowMs);
  if (status === 429) return { kind: 'limited', why: 'too many requests', retryAfterMs };
  if (isLoginDead(answer)) return { kind: 'verdict', answer };
  if (status < 300) return outcomeOfGood(answer, call);
  if (isAnswer(answer, call)) return { kind: 'answered', answer };
  if (isRefusal(answer)) return { kind: 'verdict', answer };
  return {
    kind: 'lost',
    why: `status ${status}`,
    words: errorText(answer),
    retryAfterMs,
    received: answer,
  };
}

/** Whether it says what is wrong with the request, so that the caller can handle it. */
function isAnswer(answer: HttpAnswer, call: HttpCall): boolean {
  const { status, body } = answer;
  if (status === 413) return true;
  if (!isQuestion(call)) return REFUSALS_OF_WRITES.includes(status) && !isMarkup(body);
  return call.refusable === true && status === 400 && errorsOf(answer).isOwn;
}

/**
 * Whether the API itself refuses, which ends something for good. Something in front of an API
 * refuses, too, but everything and only for a moment.
 */
const isRefusal = (answer: HttpAnswer): boolean =>
  answer.status >= 400 &&
  answer.status < 500 &&
  !PASSING.includes(answer.status) &&
  errorsOf(answer).isOwn;

/** A 2xx is no good answer if it holds an error, a web page, only a part, or nothing. */
function outcomeOfGood(answer: HttpAnswer, call: HttpCall): Outcome {
  if (call.bytes) return outcomeOfBytes(answer, call);
  if (answer.body.length > 0 && !looksLikeJson(answer.body))
    return {
      kind: 'lost',
      why: 'no data in the answer',
      words: errorText(answer),
      received: answer,
    };
  try {
    call.check?.(answer);
    return { kind: 'answered', answer };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    if (error.cause instanceof SyntaxError)
      return { kind: 'lost', why: 'part of the answer', error, received: answer };
    if (errorsOf(answer).isOwn)
      return {
        kind: 'lost',
        why: 'an error instead of data',
        words: errorText(answer),
        error,
        received: answer,
      };
    return { kind: 'unreadable', why: error.message, error, received: answer };
  }
}

/**
 * What is poured into a sink leaves no body. Pictures begin differently from pages and errors,
 * except for drawings.
 */
function outcomeOfBytes(answer: HttpAnswer, { sink }: HttpCall): Outcome {
  const { body } = answer;
  const isAnswered = body.length === 0 ? sink !== undefined : !looksLikeJson(body) && !isPage(body);
  if (isAnswered) return { kind: 'answered', answer };
  return {
    kind: 'lost',
    why: 'no file in the answer',
    words: errorText(answer),
    received: answer,
  };
}

/** Makes the call once. @throws errors that say nothing about the site */
export async function tryCall(
  http: Http,
  call: HttpCall,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Outcome> {
  try {
    return outcomeOf(await http(call, signal), call, clock.now());
  } catch (error) {
    const outcome = outcomeOfError(error, call);
    if (outcome) return outcome;
    throw error;
  }
}

/** What an error of the layers below means; undefined if it has to be rethrown. Pure. */
export function outcomeOfError(error: unknown, call: HttpCall): Outcome | undefined {
  if (error instanceof NeverSent) return { kind: 'unsent', why: error.why, error };
  if (error instanceof SiteRedirects) return { kind: 'lost', why: error.message, error };
  if (error instanceof AnswerTooLarge) {
    const why = 'its answer was too large';
    if (call.once) return { kind: 'lost', why, error };
    return call.divisible ? undefined : { kind: 'unreadable', why, error };
  }
  if (error instanceof NoAnswer) return { kind: 'lost', why: error.why, error };
  return undefined;
}

/** What follows from a try without an answer. Pure. */
export function decide(
  failed: FailedOutcome['kind'],
  { once, impatient }: { once: boolean; impatient: boolean },
): 'again' | 'later' | 'unknown' {
  if ((failed === 'lost' || failed === 'unreadable') && once) return 'unknown';
  return failed === 'limited' && !impatient ? 'again' : 'later';
}

const isPage = (body: Buffer): boolean => isMarkup(body) && !isDrawing(body);

import type { Answer } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { Disturbance } from '../faults/fault.ts';
import { strangeAnswer } from '../faults/strange-answer.ts';
import { hintsOf } from './limits.ts';
import type { Settings } from './settings.ts';

/**
 * What becomes of a request: an answer, a cut connection, or one that hangs until the server ends.
 */
export type Outcome = Answer | 'cut' | 'hang';

const HTML_PAGE: Answer = {
  text: '<!doctype html><title>Just a moment</title>',
  headers: { 'content-type': 'text/html' },
};

/** What a fault makes of a request before anything is done. @throws HttpError */
export function disturb(
  settings: Settings,
  fault: Disturbance | undefined,
  now: number,
): Outcome | undefined {
  switch (fault?.kind) {
    case 'hang':
    case 'cut':
      return fault.kind;
    case 'html':
      return HTML_PAGE;
    case 'answer':
      return fault.isDone ? undefined : strangeAnswer(fault);
    case '429':
      throw new HttpError(429, ['Rate limit exceeded.'], {}, hintsOf(settings, now + 1_000, now));
    case '500':
    case '503':
      throw failure(Number(fault.kind));
    default:
      return undefined;
  }
}

/** What stands in for the answer when the fault loses it after the work. */
export function replaceAnswer(fault: Disturbance | undefined): Outcome | undefined {
  switch (fault?.kind) {
    case '500-after':
      return refusal(failure(500));
    case '503-after':
      return refusal(failure(503));
    case 'cut-after':
      return 'cut';
    case 'hang-after':
      return 'hang';
    case 'answer':
      return fault.isDone ? strangeAnswer(fault) : undefined;
    default:
      return undefined;
  }
}

export const refusal = ({ status, body, headers }: HttpError): Answer => ({
  status,
  json: body,
  headers,
});

/** A refusal of no field in particular, in the shape that the switch names. */
export function inShape(refused: HttpError, { errorShape }: Settings): HttpError {
  const isUsual = 'errorMessages' in refused.body && Object.keys(refused.errors).length === 0;
  if (errorShape === 'errorMessages' || !isUsual) return refused;
  return HttpError.of(refused.status, { [errorShape]: refused.message }, refused.headers);
}

const failure = (status: number): HttpError =>
  new HttpError(status, ['The pretend site was told to fail.']);

import type { Answer } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { Fault, Settings } from '../world/settings.ts';

/**
 * What becomes of a request: an answer, a cut connection, or one that hangs until the server ends.
 */
export type Outcome = Answer | 'cut' | 'hang';

/** What a fault makes of a request before anything is done. @throws HttpError */
export function disturb(settings: Settings, fault: Fault['kind'] | undefined): Outcome | undefined {
  switch (fault) {
    case 'hang':
    case 'cut':
      return fault;
    case 'html':
      return {
        text: '<!doctype html><title>Just a moment</title>',
        headers: { 'content-type': 'text/html' },
      };
    case '429': {
      const headers: Record<string, string> = settings.retryAfter ? { 'retry-after': '1' } : {};
      throw new HttpError(429, ['Rate limit exceeded.'], {}, headers);
    }
    case '500':
    case '503':
      throw failure(Number(fault));
    default:
      return undefined;
  }
}

/** What stands in for the answer when the fault loses it after the work. */
export function replaceAnswer(fault: Fault['kind'] | undefined): Outcome | undefined {
  switch (fault) {
    case '500-after':
      return refusal(failure(500));
    case '503-after':
      return refusal(failure(503));
    case 'cut-after':
      return 'cut';
    case 'hang-after':
      return 'hang';
    default:
      return undefined;
  }
}

export const refusal = ({ status, body, headers }: HttpError): Answer => ({
  status,
  json: body,
  headers,
});

const failure = (status: number): HttpError =>
  new HttpError(status, ['The pretend site was told to fail.']);

import type { Answer, Exchange } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import type { World } from '../world/world.ts';

/** A call by which a test steers the pretend site. */
export type Control = (world: World, exchange: Exchange) => Answer;

/** What was sent. @throws HttpError 400 */
export function objectOf({ body }: Exchange): Record<string, unknown> {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new HttpError(400, ['The body is not a JSON object.']);
  return body as Record<string, unknown>;
}

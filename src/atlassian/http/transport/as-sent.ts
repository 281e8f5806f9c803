import axios from 'axios';
import type { HttpCall } from '../http.ts';
import { ACCEPTED_ENCODINGS } from './read-body.ts';

/**
 * Several pages are in memory at once, as bytes, text and objects: this bounds them all. A larger
 * page is requested in halves.
 */
export const MAX_ANSWER_BYTES = 8 << 20;

/** A list repeats its name. */
export const paramsSerializer = { indexes: null };

/**
 * The whole address of a call, its query included. Axios leaves apostrophes as they are, but who
 * parses the address encodes them, and agents only carry addresses that stay the same.
 */
export const addressOf = ({ url, query }: HttpCall): string =>
  axios.getUri({ url, params: query && queryOf(query), paramsSerializer }).replaceAll("'", '%27');

/** Names come from sites: half a surrogate pair can't be part of an address. */
export const queryOf = (query: NonNullable<HttpCall['query']>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((each) => each.toWellFormed()) : wellFormedOne(value),
    ]),
  );

const wellFormedOne = (value: string | number | boolean): string | number | boolean =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** Bytes go as they are, all else as JSON. */
export const dataOf = (body: unknown): Buffer | string =>
  body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body);

/** The headers of every call, and the call's own. */
export const headersOf = ({ headers, sink }: HttpCall): Record<string, string> => ({
  accept: 'application/json',
  'accept-encoding': sink ? 'identity' : ACCEPTED_ENCODINGS,
  'content-type': 'application/json',
  ...(sink && sink.received > 0 ? { range: `bytes=${sink.received}-` } : {}),
  ...headers,
});

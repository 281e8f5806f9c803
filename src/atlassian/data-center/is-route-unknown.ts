import type { HttpAnswer } from '../http/http.ts';

/** In XML, or in JSON where that is what was asked for. */
const UNKNOWN = /<status-code>404<|"status-code"\s*:\s*"?404\b/;
const MAX_CHARACTERS = 1_000;

/** Jira's own answer for addresses that none of its apps knows (assets-api: G). */
export const isRouteUnknown = ({ status, body }: HttpAnswer): boolean =>
  status === 404 && UNKNOWN.test(body.subarray(0, MAX_CHARACTERS).toString());

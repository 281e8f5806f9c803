import type { HttpAnswer } from '../http/http.ts';

const XML_404 = /<status-code>404</;
const MAX_XML = 1_000;

/** Jira's own answer for addresses that none of its apps knows (assets-api: G). */
export const isRouteUnknown = ({ status, body }: HttpAnswer): boolean =>
  status === 404 && XML_404.test(body.subarray(0, MAX_XML).toString());

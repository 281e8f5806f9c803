import { gzipSync } from 'node:zlib';
import type { Answer } from '../http/exchange.ts';

const PAGE = { 'content-type': 'text/html' };
const XML = { 'content-type': 'application/xml' };
const BOMB_BYTES = 200 << 20;

/** What has been seen in the place of the API's answers: from gateways, firewalls, login pages. */
const STRANGE_ANSWERS = {
  empty: { status: 200, text: '' },
  'no-content': { status: 204, text: '' },
  null: { status: 200, text: 'null' },
  'cut-json': { status: 200, text: '{"startAt":0,"maxResults":250,"values":[{"id":"1","la' },
  'error-body': {
    status: 200,
    json: { errorMessages: ['Internal server error'], errors: {} },
  },
  'maintenance-page': {
    status: 200,
    headers: PAGE,
    text: '\ufeff<?xml version="1.0"?><html>maintenance</html>',
  },
  'login-redirect': {
    status: 302,
    headers: { location: 'https://id.atlassian.com/login' },
    text: '',
  },
  'unauthorized-page': { status: 401, headers: PAGE, text: '<html>Unauthorized</html>' },
  'forbidden-page': { status: 403, headers: PAGE, text: '<html>Request blocked</html>' },
  'not-found-page': { status: 404, headers: PAGE, text: '<html>not found</html>' },
  'not-found-xml': {
    status: 404,
    headers: XML,
    text: '<status><status-code>404</status-code></status>',
  },
  unauthorized: { status: 401, json: { errorMessage: 'Unauthorized' } },
  forbidden: { status: 403, json: { errorMessage: 'Forbidden' } },
  'not-found': { status: 404, json: { errorMessage: 'TCS 404' } },
  conflict: { status: 409, json: { errorMessages: ['Conflict'] } },
  'too-early': { status: 425, json: {} },
  'java-error': {
    status: 500,
    json: { message: 'Cannot invoke "java.util.List.size()" because it is null' },
  },
  'bad-gateway': { status: 502, text: 'Bad gateway' },
  'unknown-error': { status: 520, text: '' },
} satisfies Record<string, Answer>;

export type StrangeAnswerName = keyof typeof STRANGE_ANSWERS | 'bomb';
export const STRANGE_ANSWER_NAMES = [
  ...Object.keys(STRANGE_ANSWERS),
  'bomb',
] as StrangeAnswerName[];

/** One that has a name, one that the test brings, or a named one with other members. */
export interface AskedAnswer {
  name?: StrangeAnswerName;
  status?: number;
  headers?: Record<string, string>;
  text?: string;
}

let bomb: Buffer | undefined;

export function strangeAnswer({ name, status, headers, text }: AskedAnswer): Answer {
  if (name === 'bomb') return bombAnswer();
  const named: Answer = name === undefined ? { status: 200, text: '' } : STRANGE_ANSWERS[name];
  return {
    ...named,
    ...(status === undefined ? {} : { status }),
    ...(headers === undefined ? {} : { headers }),
    ...(text === undefined ? {} : { text }),
  };
}

/** 200 MB that travel as 200 kB. */
function bombAnswer(): Answer {
  bomb ??= gzipSync(Buffer.alloc(BOMB_BYTES, 0x20));
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    body: bomb,
  };
}

import type { WireCall } from './wire-call.ts';

const MAX_BODY_BYTES = 16 << 20;

/** The agent does not carry this call. */
export class CallRefused extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'CallRefused';
  }
}

/** A path segment: never only dots, and no characters that servers interpret differently. */
const SEGMENT =
  /^(?!\.{1,2}$)(?:[\w.~-]|%(?!2[eEfF]|5[cC]|25|3[bB]|[01][0-9a-fA-F]|7[fF])[0-9a-fA-F]{2})+$/;
/** As `encodeURIComponent` writes it; of control characters, tab and line feed of texts alone. */
const QUERY = /^(?:[\w.~!$'()*+,:&=[\]-]|%(?!0[0-8B-Fb-f]|1[0-9a-fA-F]|7[fF])[0-9a-fA-F]{2})*$/;
/** Query parameters by which Jira would sign in somebody else. */
const LOGIN = /^os_/i;

const EVERY = ['GET', 'POST', 'PUT', 'DELETE'];
/** Allowed paths below the root of Assets, with their methods. */
const BELOW_ASSETS: Record<string, readonly string[]> = {
  objectschema: EVERY,
  objecttype: EVERY,
  objecttypeattribute: EVERY,
  object: EVERY,
  objectattribute: EVERY,
  comment: ['GET', 'POST'],
  attachments: ['GET', 'POST'],
  config: EVERY,
  global: EVERY,
  aql: ['GET'],
  iql: ['GET'],
  icon: ['GET', 'POST'],
  objectconnectedtickets: ['GET'],
  progress: ['GET'],
};
const ASSETS_ROOT = /^\/rest\/(?:assets|insight)\/1\.0\/([a-z]+)(?:\/|$)/;
/** Allowed calls to Jira itself; issues may only be read and changed. */
const OF_JIRA: readonly [RegExp, readonly string[]][] = [
  [/^\/rest\/api\/2\/(?:myself|serverInfo|mypermissions|field|status)$/, ['GET']],
  [/^\/rest\/api\/2\/user(?:\/(?:search|list))?$/, ['GET']],
  [/^\/rest\/api\/2\/(?:group|group\/member|groups\/picker|project|issuetype)$/, ['GET']],
  [/^\/rest\/api\/2\/project\/[\w-]+(?:\/versions)?$/, ['GET']],
  [/^\/rest\/api\/2\/version\/\d+$/, ['GET']],
  [/^\/rest\/api\/2\/search$/, ['GET', 'POST']],
  [/^\/rest\/api\/2\/issue\/[\w-]+$/, ['GET', 'PUT']],
];

const HEADERS = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'range',
  'x-atlassian-token',
];
const PLAIN = /^[\x20-\x7e]*$/;
const CONTENT_TYPE =
  /^(?:application\/json|multipart\/form-data; boundary=[\w'()+,./:=?-]{1,70})\b/;

/**
 * Lets only those calls through that this product makes, to this site alone, whatever the service
 * asks for. @throws CallRefused
 */
export function assertAllowed({ method, path, headers, body = '' }: WireCall): void {
  const place = assertPath(path);
  if (!methodsOf(place).includes(method)) throw new CallRefused('not on the list of calls');
  for (const [name, value] of Object.entries(headers)) assertHeader(name, value);
  if (body.length > (MAX_BODY_BYTES * 4) / 3) throw new CallRefused('too large');
}

/**
 * The path without its query. @throws CallRefused for paths that a server may interpret differently
 */
function assertPath(path: string): string {
  const [place = '', query = '', more] = path.split('?');
  const segments = place.slice(1).split('/');
  if (!place.startsWith('/') || place.length > 2_000) throw new CallRefused('not a path');
  if (!segments.every((segment) => SEGMENT.test(segment)) || !isText(place))
    throw new CallRefused('not a plain path');
  if (more !== undefined || !QUERY.test(query) || logsIn(query))
    throw new CallRefused('not a plain query');
  return place;
}

/** Bytes that are no UTF-8 may be another character to a server, such as a slash. */
function isText(encoded: string): boolean {
  try {
    return decodeURIComponent(encoded) !== '';
  } catch {
    return false;
  }
}

const logsIn = (query: string): boolean =>
  [...new URLSearchParams(query).keys()].some((name) => LOGIN.test(name.trim()));

function methodsOf(place: string): readonly string[] {
  const below = ASSETS_ROOT.exec(place)?.[1];
  if (below !== undefined)
    return Object.hasOwn(BELOW_ASSETS, below) ? (BELOW_ASSETS[below] ?? []) : [];
  return OF_JIRA.find(([pattern]) => pattern.test(place))?.[1] ?? [];
}

function assertHeader(name: string, value: string): void {
  if (!HEADERS.includes(name)) throw new CallRefused('a header that is not on the list');
  if (!PLAIN.test(value)) throw new CallRefused('not a plain header');
  if (name === 'content-type' && !CONTENT_TYPE.test(value))
    throw new CallRefused('a type of content that is not on the list');
}

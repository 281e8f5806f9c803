import axios from 'axios';
import { isIP } from 'node:net';
import { NOT_ALLOWED, NOT_ALLOWED_CODE, type DatabaseGates } from '../../gate/database-gate.ts';
import { failureCodes } from '../../gate/failure-codes.ts';
import { KeyServiceFailure } from './key-service-failure.ts';

const ANSWER_MS = 8_000;
const MAX_BYTES = 1 << 20;

export interface JsonCall {
  url: string;
  headers: Record<string, string>;
  /** Sent as JSON, or as a form where it is one. */
  body: object | URLSearchParams;
  /** Certificates (PEM) that are believed instead of those that everybody believes. */
  ca: string;
  /** The form fields in which errors are corrected. */
  fields: { url: string; ca: string };
}

export interface JsonAnswer {
  status: number;
  /** Undefined where it is no JSON. */
  body: unknown;
}

/** The body of a call as it is sent. */
export const textOf = (body: JsonCall['body']): string =>
  body instanceof URLSearchParams ? body.toString() : JSON.stringify(body);

/**
 * Posts through the gate and reads the answer as JSON, without redirects and proxies. @throws
 * KeyServiceFailure that says why nothing answered
 */
export async function askJson(call: JsonCall, gates: DatabaseGates): Promise<JsonAnswer> {
  const { protocol, hostname } = new URL(call.url);
  const gate = protocol === 'https:' ? gates.tls : gates.plain;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !gate.mayReach(host)) throw notAllowed(protocol, call.fields);
  const agents = gate.agents(call.ca === '' ? {} : { ca: call.ca });
  try {
    const { status, data } = await axios.post<string>(call.url, textOf(call.body), {
      headers: { accept: 'application/json', 'content-type': typeOf(call.body), ...call.headers },
      httpAgent: agents.http,
      httpsAgent: agents.https,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: MAX_BYTES,
      responseType: 'text',
      transformResponse: (text: unknown) => text,
      validateStatus: () => true,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return { status, body: parsed(data) };
  } catch (error) {
    // The error of axios holds the request with its token: only its codes go further than here.
    throw explain(failureCodes(error), protocol, call.fields);
  }
}

const typeOf = (body: JsonCall['body']): string =>
  body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json';

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

const NOT_TRUSTED =
  "The server's certificate isn't trusted. Paste the certificate of the authority (CA) that issued it.";
const NO_TLS = "The server doesn't answer over TLS. Switch TLS on there, or check the port.";
const NOT_FOUND = 'Host not found. Check the address.';

const SENTENCES: Readonly<Record<string, { field: 'url' | 'ca'; says: string }>> = {
  ENOTFOUND: { field: 'url', says: NOT_FOUND },
  EAI_AGAIN: { field: 'url', says: NOT_FOUND },
  ECONNREFUSED: {
    field: 'url',
    says: 'The server refused the connection. Check host and port, and that it is running.',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    field: 'url',
    says: "The server's certificate is for another host name. Use the name that it was issued for.",
  },
  CERT_HAS_EXPIRED: {
    field: 'url',
    says: "The server's certificate has expired. Renew it there.",
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { field: 'ca', says: NOT_TRUSTED },
  SELF_SIGNED_CERT_IN_CHAIN: { field: 'ca', says: NOT_TRUSTED },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { field: 'ca', says: NOT_TRUSTED },
  UNABLE_TO_GET_ISSUER_CERT: { field: 'ca', says: NOT_TRUSTED },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { field: 'ca', says: NOT_TRUSTED },
  EPROTO: { field: 'url', says: NO_TLS },
  ERR_SSL_WRONG_VERSION_NUMBER: { field: 'url', says: NO_TLS },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: { field: 'url', says: NO_TLS },
};

const SILENT = {
  field: 'url',
  says: "The key service doesn't answer. Check its address, and that its firewall lets this service in.",
} as const;

/**
 * Certificates and names can be corrected there: anything that breaks a connection may be
 * temporary.
 */
function explain(
  codes: readonly unknown[],
  protocol: string,
  fields: JsonCall['fields'],
): KeyServiceFailure {
  if (codes.includes(NOT_ALLOWED_CODE)) return notAllowed(protocol, fields);
  const code = codes.find(
    (each): each is string => typeof each === 'string' && Object.hasOwn(SENTENCES, each),
  );
  const { field, says } = (code && SENTENCES[code]) || SILENT;
  const told = codes.filter((each) => typeof each === 'string').join(' ');
  return new KeyServiceFailure(fields[field], says, { isSilent: true, code: told });
}

const notAllowed = (protocol: string, fields: JsonCall['fields']): KeyServiceFailure =>
  new KeyServiceFailure(
    fields.url,
    protocol === 'https:'
      ? NOT_ALLOWED
      : 'http:// only works for addresses that whoever runs the service lists. Use https://',
    { code: NOT_ALLOWED_CODE },
  );

import { InvalidInput } from '../../core/kernel/errors.ts';
import { NOT_ALLOWED, NOT_ALLOWED_CODE } from '../gate/database-gate.ts';
import { failureCodes } from '../gate/failure-codes.ts';

type Fields = Record<string, string>;

const NOT_TRUSTED: Fields = {
  ca: "The server's certificate isn't trusted. Paste the certificate of the authority (CA) that issued it.",
};
const OTHER_NAME: Fields = {
  host: "The server's certificate is for another host name. Use the name that it was issued for.",
};
const NO_TLS: Fields = {
  tls: "The server doesn't answer over TLS. Switch TLS on there, or check the port.",
};
const NOT_FOUND: Fields = { host: 'Host not found. Check its name.' };
const SILENT: Fields = {
  host: "The server doesn't answer. Check host and port, and that its firewall lets this service in.",
};
const WRONG_ACCOUNT: Fields = {
  password:
    'The database rejected this user and password. Check both, and the authentication database.',
};

type Sentences = readonly (readonly [unknown, Fields])[];

/** The first of these codes in an error says what went wrong. Somebody has to mend these. */
const LASTING: Sentences = [
  [18, WRONG_ACCOUNT],
  ['MongoCompatibilityError', { host: 'This server is too old. Upgrade it, or use another one.' }],
  ['ERR_TLS_CERT_ALTNAME_INVALID', OTHER_NAME],
  ['CERT_HAS_EXPIRED', { host: "The server's certificate has expired. Renew it there." }],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', NOT_TRUSTED],
  ['SELF_SIGNED_CERT_IN_CHAIN', NOT_TRUSTED],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', NOT_TRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT', NOT_TRUSTED],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', NOT_TRUSTED],
  ['EPROTO', NO_TLS],
  ['ERR_SSL_WRONG_VERSION_NUMBER', NO_TLS],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', NO_TLS],
];

/** These may pass by themselves: a server restarts, or another one takes over. */
const PASSING: Sentences = [
  [
    'NO_PRIMARY',
    { host: 'None of these servers takes writes. Name all hosts of the replica set.' },
  ],
  ['ENOTFOUND', NOT_FOUND],
  ['ENODATA', NOT_FOUND],
  ['EAI_AGAIN', NOT_FOUND],
  [
    'ECONNREFUSED',
    { host: 'The server refused the connection. Check host and port, and that it is running.' },
  ],
  ['EHOSTUNREACH', SILENT],
  ['ENETUNREACH', SILENT],
  ['ETIMEDOUT', SILENT],
];

/** The driver's message when it knows nothing more. */
const UNKNOWN: Sentences = [
  ['MongoServerSelectionError', SILENT],
  ['MongooseServerSelectionError', SILENT],
  ['MongoNetworkTimeoutError', SILENT],
  ['MongoNetworkError', SILENT],
];

const NOT_ALLOWED_PLAIN: Fields = {
  tls: 'TLS can only be off for addresses that whoever runs the service lists. Switch it on.',
};

const notAllowed = (tls: boolean): Fields => (tls ? { host: NOT_ALLOWED } : NOT_ALLOWED_PLAIN);

/** How a server without TLS reacts to a TLS greeting. */
const CUT_OFF: Sentences = [['ECONNRESET', NO_TLS]];
/** How a server with TLS reacts to a plain greeting, and any server that is being stopped. */
const CLOSED: Sentences = ['ECONNRESET', 'MongoNetworkError'].map((code) => [
  code,
  { host: 'The server closed the connection. Check host and port, and whether it wants TLS.' },
]);

const sentencesFor = (tls: boolean): Sentences =>
  tls
    ? [...CUT_OFF, ...LASTING, ...PASSING, ...UNKNOWN]
    : [...LASTING, ...PASSING, ...CLOSED, ...UNKNOWN];

/** Says beside a field why a database was not reached; anything unknown is thrown as it is. */
export function explainConnectionFailure(error: unknown, { tls }: { tls: boolean }): InvalidInput {
  const codes = failureCodes(error);
  const fields = codes.includes(NOT_ALLOWED_CODE)
    ? notAllowed(tls)
    : sentencesFor(tls).find(([code]) => codes.includes(code))?.[1];
  if (!fields) throw error;
  return new InvalidInput(fields, { cause: error });
}

/**
 * Whether what keeps a database from being reached that was reached before may pass by itself, as
 * while it restarts.
 */
export function isPassingFailure(error: unknown): boolean {
  const codes = failureCodes(error);
  return !codes.includes(NOT_ALLOWED_CODE) && !LASTING.some(([code]) => codes.includes(code));
}

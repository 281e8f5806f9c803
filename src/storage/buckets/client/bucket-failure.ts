import { failureCodes } from '../../gate/failure-codes.ts';
import { NOT_ALLOWED_CODE } from '../../gate/database-gate.ts';

/** What is wrong with a bucket, whatever its service. */
export type BucketFault =
  | 'not-allowed'
  | 'unknown-host'
  | 'connection-refused'
  | 'silent'
  | 'other-name'
  | 'expired'
  | 'not-trusted'
  | 'no-tls'
  | 'unknown-key'
  | 'wrong-secret'
  | 'wrong-region'
  | 'no-bucket'
  | 'denied'
  | 'busy'
  | 'full'
  | 'clock'
  | 'strange';

/** A failed call to a bucket. Nothing of the request is kept, because it contains a signature. */
export class BucketFailure extends Error {
  readonly fault: BucketFault;
  /** The service's own word for it, such as `SlowDown`. */
  readonly code: string;
  readonly status: number | undefined;
  /** How long it asks to wait, ms; 0 if it doesn't say. */
  readonly retryAfterMs: number;

  constructor(fault: BucketFault, of: { code: string; status?: number; retryAfterMs?: number }) {
    super(`The bucket failed: ${fault} (${of.code}).`);
    this.name = 'BucketFailure';
    this.fault = fault;
    this.code = of.code;
    this.status = of.status;
    this.retryAfterMs = of.retryAfterMs ?? 0;
  }
}

const BY_CODE: ReadonlyMap<unknown, BucketFault> = new Map<unknown, BucketFault>([
  [NOT_ALLOWED_CODE, 'not-allowed'],
  ['InvalidAccessKeyId', 'unknown-key'],
  ['InvalidToken', 'unknown-key'],
  ['ExpiredToken', 'unknown-key'],
  ['InvalidClientTokenId', 'unknown-key'],
  ['SignatureDoesNotMatch', 'wrong-secret'],
  ['RequestTimeTooSkewed', 'clock'],
  ['AuthorizationHeaderMalformed', 'wrong-region'],
  ['PermanentRedirect', 'wrong-region'],
  ['TemporaryRedirect', 'wrong-region'],
  ['IllegalLocationConstraintException', 'wrong-region'],
  ['NoSuchBucket', 'no-bucket'],
  ['InvalidBucketName', 'no-bucket'],
  ['QuotaExceeded', 'full'],
  ['XMinioStorageFull', 'full'],
  ['XMinioAdminBucketQuotaExceeded', 'full'],
  ['InsufficientStorage', 'full'],
  ['ServiceQuotaExceeded', 'full'],
  ['SlowDown', 'busy'],
  ['ServiceUnavailable', 'busy'],
  ['TooManyRequests', 'busy'],
  ['ThrottlingException', 'busy'],
  ['RequestLimitExceeded', 'busy'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'other-name'],
  ['CERT_HAS_EXPIRED', 'expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'not-trusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'not-trusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'not-trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'not-trusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'not-trusted'],
  ['EPROTO', 'no-tls'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'no-tls'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'no-tls'],
  ['ENOTFOUND', 'unknown-host'],
  ['EAI_AGAIN', 'unknown-host'],
  ['ECONNREFUSED', 'connection-refused'],
  ['ECONNRESET', 'silent'],
  ['EPIPE', 'silent'],
  ['EHOSTUNREACH', 'silent'],
  ['ENETUNREACH', 'silent'],
  ['ETIMEDOUT', 'silent'],
  ['TimeoutError', 'silent'],
  ['AbortError', 'silent'],
  ['RequestTimeout', 'silent'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'silent'],
]);

const BY_STATUS: ReadonlyMap<number | undefined, BucketFault> = new Map<
  number | undefined,
  BucketFault
>([
  [301, 'wrong-region'],
  [307, 'wrong-region'],
  [401, 'denied'],
  [403, 'denied'],
  [404, 'no-bucket'],
  [408, 'silent'],
  [429, 'busy'],
  [500, 'busy'],
  [502, 'busy'],
  [503, 'busy'],
  [504, 'busy'],
  [507, 'full'],
]);

/** As `ENETDOWN`. */
const SYSTEM_CODE = /^E[A-Z]{3,}$/;

/** What the client adds to the errors of a service. */
interface Answered {
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

/** Reads what the client threw. */
export function readBucketFailure(error: unknown): BucketFailure {
  if (error instanceof BucketFailure) return error;
  const { $metadata, $response } = error as Answered;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  const codes = failureCodes(error);
  const code = codes.filter((each) => typeof each === 'string').find((each) => each !== 'Error');
  const known = codes.find((each) => BY_CODE.has(each));
  const fault = BY_CODE.get(known) ?? BY_STATUS.get(status) ?? unanswered(codes, status);
  const more = { code: code ?? 'unknown', retryAfterMs: retryAfterMs($response?.headers ?? {}) };
  return new BucketFailure(fault, status === undefined ? more : { ...more, status });
}

/** Codes of the system and of TLS are many: only those stand above that mean something else. */
function unanswered(codes: readonly unknown[], status: number | undefined): BucketFault {
  const words = codes.filter((code) => typeof code === 'string');
  if (status !== undefined) return 'strange';
  if (words.some((code) => code.startsWith('ERR_SSL_'))) return 'no-tls';
  return words.some((code) => SYSTEM_CODE.test(code)) ? 'silent' : 'strange';
}

function retryAfterMs(headers: Record<string, string>): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

/** The status that an error of the client came with, where the service answered at all. */
export const statusOf = (error: unknown): number | undefined =>
  (error as Answered).$metadata?.httpStatusCode;

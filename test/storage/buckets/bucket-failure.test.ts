import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBucketFailure } from '../../../src/storage/buckets/client/bucket-failure.ts';

/** An error of a service, as the client throws it. */
const answered = (status: number, name: string): Error =>
  Object.assign(new Error(`${status} ${name}`), { name, $metadata: { httpStatusCode: status } });
const system = (code: string): Error => Object.assign(new Error(code), { code });

for (const [error, fault] of [
  [answered(400, 'ExpiredToken'), 'unknown-key'],
  [answered(403, 'InvalidClientTokenId'), 'unknown-key'],
  [answered(403, 'RequestTimeTooSkewed'), 'clock'],
  [answered(400, 'AuthorizationHeaderMalformed'), 'wrong-region'],
  [answered(301, 'Unknown'), 'wrong-region'],
  [answered(403, 'QuotaExceeded'), 'full'],
  [answered(403, 'AllAccessDisabled'), 'denied'],
  [answered(500, 'InternalError'), 'busy'],
  [answered(503, 'SlowDownWrite'), 'busy'],
  [answered(302, 'Unknown'), 'strange'],
  [answered(400, 'EINVAL'), 'strange'],
  [system('ENETDOWN'), 'silent'],
  [system('ECONNABORTED'), 'silent'],
  [system('CERT_HAS_EXPIRED'), 'expired'],
  [system('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), 'no-tls'],
  [new TypeError('a mistake of ours'), 'strange'],
] as const)
  test(`${error.message} is read as ${fault}`, () => {
    assert.equal(readBucketFailure(error).fault, fault);
  });

import { S3Client } from '@aws-sdk/client-s3';
import { isIP } from 'node:net';
import type { BucketAddress } from '../../../core/storages/address/bucket-address.ts';
import type { DatabaseGates } from '../../gate/database-gate.ts';
import { BucketCalls } from './bucket-calls.ts';
import { Bucket } from './bucket.ts';
import { BucketFailure } from './bucket-failure.ts';
import { NOT_ALLOWED_CODE } from '../../gate/database-gate.ts';
import { capAnswers } from './cap-answers.ts';

export interface OpenBucketOptions {
  gates: DatabaseGates;
  /** How long a connection, and an answer, may take, ms. */
  timeoutMs?: number | undefined;
  /** How often a call is sent in all: calls that are throttled or cut off are repeated. */
  attempts?: number | undefined;
}

const CONNECT_MS = 8_000;
const ANSWER_MS = 60_000;
const ATTEMPTS = 4;
const MAX_SOCKETS = 16;

/**
 * A client for one bucket. Nothing is asked yet. Its connections are the gate's; what the client
 * would take from the environment of this machine (endpoint, keys, region) is all set here.
 * @throws BucketFailure `not-allowed`
 */
export function openBucket(address: BucketAddress, options: OpenBucketOptions): Bucket {
  const { endpoint, region, accessKey, secretKey, pathStyle, ca } = address;
  const { gates, timeoutMs, attempts = ATTEMPTS } = options;
  const answerMs = timeoutMs ?? ANSWER_MS;
  const { protocol, hostname } = new URL(endpoint);
  const gate = protocol === 'https:' ? gates.tls : gates.plain;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 && !gate.mayReach(host))
    throw new BucketFailure('not-allowed', { code: NOT_ALLOWED_CODE });
  const agents = gate.agents({
    keepAlive: true,
    maxSockets: MAX_SOCKETS,
    ...(ca === '' ? {} : { ca }),
  });
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: pathStyle,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    maxAttempts: attempts,
    retryMode: 'standard',
    requestChecksumCalculation: 'WHEN_SUPPORTED',
    responseChecksumValidation: 'WHEN_REQUIRED', // packs are sealed: a changed bit is seen anyway
    // The client would send such requests past the agents that it was given.
    expectContinueHeader: false,
    disableS3ExpressSessionAuth: true,
    disableMultiregionAccessPoints: true,
    useArnRegion: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    defaultsMode: 'standard',
    customUserAgent: 'backup-migration-for-assets',
    requestHandler: {
      httpAgent: agents.http,
      httpsAgent: agents.https,
      connectionTimeout: timeoutMs ?? CONNECT_MS,
      requestTimeout: answerMs,
      // The body of an answer: the time above ends with its headers.
      socketTimeout: answerMs,
      throwOnRequestTimeout: true,
    },
  });
  capAnswers(client);
  // Beyond this, bytes that still come are too few.
  return new Bucket(new BucketCalls(client, address, answerMs * (attempts + 1)));
}

import { InvalidInput } from '../../../core/kernel/errors.ts';
import {
  storageBusy,
  storageFull,
  storageRefused,
  storageUnavailable,
} from '../../../core/storages/storage-faults.ts';
import { NOT_ALLOWED } from '../../gate/database-gate.ts';
import { translateError } from '../../translate-error.ts';
import { BucketFailure, type BucketFault } from './bucket-failure.ts';

interface Explained {
  /** The field of the form to edit. */
  field: string;
  says: string;
}

const SILENT =
  "The service doesn't answer. Check the endpoint, and that its firewall lets this service in.";

const EXPLAINED: Record<BucketFault, Explained> = {
  'not-allowed': {
    field: 'endpoint',
    says: NOT_ALLOWED,
  },
  'unknown-host': { field: 'endpoint', says: 'Host not found. Check the endpoint and the region.' },
  'connection-refused': {
    field: 'endpoint',
    says: 'The server refused the connection. Check host and port, and that it is running.',
  },
  silent: { field: 'endpoint', says: SILENT },
  'other-name': {
    field: 'endpoint',
    says: "The server's certificate is for another host name. Use the name it was issued for, or switch on path style.",
  },
  expired: {
    field: 'endpoint',
    says: "The server's certificate has expired. Renew it there.",
  },
  'not-trusted': {
    field: 'ca',
    says: "The server's certificate isn't trusted. Paste the certificate of the authority (CA) that issued it.",
  },
  'no-tls': {
    field: 'endpoint',
    says: "The server doesn't answer over TLS. Switch on TLS there, or check the port.",
  },
  'unknown-key': { field: 'accessKey', says: "The service doesn't know this access key." },
  'wrong-secret': {
    field: 'secretKey',
    says: "The secret key doesn't belong to this access key. Enter both again.",
  },
  'wrong-region': {
    field: 'region',
    says: 'The bucket is in another region. Enter the region it was created in.',
  },
  'no-bucket': {
    field: 'bucket',
    says: "This bucket doesn't exist there. Check its name, region and endpoint.",
  },
  denied: {
    field: 'accessKey',
    says: "This access key doesn't have the permissions a storage needs. Check its policy.",
  },
  busy: {
    field: 'endpoint',
    says: 'The service asks for fewer requests. Try again in a few minutes.',
  },
  full: { field: 'bucket', says: 'This bucket is full. Free up space, or use another one.' },
  clock: {
    field: 'endpoint',
    says: 'The clocks of this service and of the bucket differ by more than 15 minutes. Whoever runs the service has to set the clock.',
  },
  strange: {
    field: 'endpoint',
    says: "The service at this address doesn't support what a backup storage needs. Check the endpoint, or use another service.",
  },
};

/** Says beside a field why a bucket can't be used; anything unknown stays as it is. */
export function bucketFailureInField(error: unknown, endpoint: string): unknown {
  if (!(error instanceof BucketFailure)) return error;
  if (error.fault === 'not-allowed' && endpoint.startsWith('http:'))
    return new InvalidInput(
      {
        endpoint:
          'http:// only works for addresses that whoever runs the service lists. Use https://',
      },
      { cause: error },
    );
  const { field, says } = EXPLAINED[error.fault];
  return new InvalidInput({ [field]: says }, { cause: error });
}

/** The error to show to users of the storage. Errors of the service database stay as they are. */
export function explainBucketFailure(storage: { label: string }, thrown: unknown): unknown {
  if (!(thrown instanceof BucketFailure)) return translateError(thrown);
  const { fault, retryAfterMs } = thrown;
  if (fault === 'busy') return storageBusy(storage, retryAfterMs, thrown);
  if (fault === 'full') return storageFull(storage, 'bucket', thrown);
  if (fault === 'silent' || fault === 'unknown-host' || fault === 'connection-refused')
    return storageUnavailable(storage, 'bucket', thrown);
  const { says } = EXPLAINED[fault];
  return storageRefused(storage, thrown, says);
}

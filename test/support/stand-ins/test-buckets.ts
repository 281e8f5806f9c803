import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import { startMoto } from '../../../scripts/testing/start-moto.ts';
import { composeDatabaseGates } from '../../../src/compose/storage/compose-database-gates.ts';
import type { BucketAddress } from '../../../src/core/storages/address/bucket-address.ts';
import { openBucket } from '../../../src/storage/buckets/client/open-bucket.ts';
import type { Bucket } from '../../../src/storage/buckets/client/bucket.ts';

/** `suspended`: it kept versions once. `retaining`: it locks every object for `RETAINED_DAYS`. */
export type BucketKind = 'plain' | 'versioned' | 'suspended' | 'lockable' | 'retaining';

export const RETAINED_DAYS = 3;

/** How the versions of a bucket are set, one after the other. */
const VERSIONING = {
  plain: [],
  versioned: ['Enabled'],
  suspended: ['Enabled', 'Suspended'],
  lockable: [],
  retaining: [],
} as const satisfies Record<BucketKind, readonly string[]>;

/** What the operator listed: this machine. */
const LISTED_GATES = composeDatabaseGates(['127.0.0.0/8']);

/** Whom the servers of buckets let in. */
export const BUCKET_USER = { accessKey: 'backup', secretKey: 's3cret-of-the-bucket' };

/** The run's server of buckets and keys; starts one for this file when the file is run alone. */
export async function testEndpoint(): Promise<string> {
  return process.env['TEST_S3_ENDPOINT'] ?? (await startMoto()).endpoint;
}

/** Buckets of their own on a server that speaks S3. */
export async function testBuckets() {
  const endpoint = await testEndpoint();
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: BUCKET_USER.accessKey, secretAccessKey: BUCKET_USER.secretKey },
  });
  after(() => client.destroy());

  async function retain(bucket: string): Promise<void> {
    const DefaultRetention = { Mode: 'COMPLIANCE', Days: RETAINED_DAYS } as const;
    await client.send(
      new PutObjectLockConfigurationCommand({
        Bucket: bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } },
      }),
    );
  }

  /** The address of a new bucket. */
  async function make(
    kind: BucketKind = 'plain',
    more: Partial<BucketAddress> = {},
  ): Promise<BucketAddress> {
    const bucket = `test-${randomBytes(6).toString('hex')}`;
    const ObjectLockEnabledForBucket = kind === 'lockable' || kind === 'retaining';
    await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket }));
    for (const Status of VERSIONING[kind]) {
      const VersioningConfiguration = { Status };
      await client.send(
        new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }),
      );
    }
    if (kind === 'retaining') await retain(bucket);
    return {
      endpoint,
      region: 'us-east-1',
      bucket,
      prefix: 'kept/',
      ...BUCKET_USER,
      pathStyle: true,
      ca: '',
      lockDays: 0,
      ...more,
    };
  }

  /** A bucket as the service opens it, closed when the file's tests have ended. */
  function open(address: BucketAddress): Bucket {
    const bucket = openBucket(address, { gates: LISTED_GATES });
    after(() => bucket.close());
    return bucket;
  }
  return { endpoint, client, make, open };
}

/** Keys of all objects of a bucket, deleted versions left out. */
export async function keysIn(bucket: Bucket, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list(prefix)) keys.push(key);
  return keys;
}

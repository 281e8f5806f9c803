import { z } from 'zod';
import { InvalidInput } from '../../kernel/errors.ts';
import { isSameBucketAccount, type BucketAddress } from '../../storages/address/bucket-address.ts';
import { amazonDomain } from '../../storages/address/amazon-domain.ts';
import { mandatoryText, mistakesOf } from '../read-form.ts';

const MAX_LOCK_DAYS = 3_650;
const DEFAULT_LOCK_DAYS = '365';
const DEFAULT_REGION = 'us-east-1';
/** Names of Amazon's, and those of services that allow some more. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/;
const REGION = /^[a-z0-9-]{1,40}$/;
/** What every service takes in keys as it is. */
const PREFIX = /^[A-Za-z0-9!_.*'()-]+(?:\/[A-Za-z0-9!_.*'()-]+)*\/?$/;

const ticked = z
  .string()
  .optional()
  .transform((value) => value === 'on');
const optionalText = (max: number) => z.string().trim().max(max, 'This is too long').default('');

const BucketForm = z.object({
  endpoint: optionalText(300),
  region: optionalText(40),
  bucket: mandatoryText('Bucket', 63),
  prefix: optionalText(200),
  accessKey: mandatoryText('Access key', 200),
  secretKey: optionalText(400),
  pathStyle: ticked,
  lock: ticked,
  lockDays: optionalText(5),
});
type BucketForm = z.infer<typeof BucketForm>;

const SECRET_NEEDED = {
  secretKey:
    'Enter the secret key again: the saved one only works with the same endpoint, region, bucket and access key.',
};

/**
 * Where a bucket is stored, an empty secret key keeps the one that was typed for this very address.
 * @throws InvalidInput with a message for every wrong field
 */
export function readBucketInput(
  input: unknown,
  ca: string,
  stored: BucketAddress | undefined,
): BucketAddress {
  const parsed = BucketForm.safeParse(input);
  if (!parsed.success) throw new InvalidInput(mistakesOf(parsed.error));
  const { bucket, accessKey, secretKey, pathStyle } = parsed.data;
  const region = parsed.data.region || DEFAULT_REGION;
  const fields: Record<string, string> = {};
  const endpoint = readEndpoint(parsed.data.endpoint, region, fields);
  const lockDays = readLockDays(parsed.data, fields);
  const prefix = readPrefix(parsed.data.prefix, fields);
  if (!REGION.test(region)) fields['region'] = 'Enter a region such as eu-central-1';
  if (!BUCKET.test(bucket)) fields['bucket'] = 'Enter the name of a bucket, without an address';
  if (Object.keys(fields).length > 0) throw new InvalidInput(fields);
  const typed = { endpoint, region, bucket, prefix, accessKey, secretKey, pathStyle, ca, lockDays };
  return withSecret(typed, stored);
}

/** @throws InvalidInput `secretKey` where the stored one was typed for another address */
function withSecret(typed: BucketAddress, stored: BucketAddress | undefined): BucketAddress {
  if (typed.secretKey !== '') return typed;
  if (!stored) throw new InvalidInput({ secretKey: 'Secret key is mandatory' });
  if (!isSameBucketAccount(stored, typed)) throw new InvalidInput(SECRET_NEEDED);
  return { ...typed, secretKey: stored.secretKey };
}

/** Amazon's own of the region where none was typed. */
function readEndpoint(typed: string, region: string, fields: Record<string, string>): string {
  if (typed === '') return `https://s3.${amazonDomain(region)}`;
  const url = /^https?:\/\//i.test(typed) ? URL.parse(typed) : null;
  const isOrigin = url?.pathname === '/' && url.search === '' && url.hash === '';
  if (!url || !isOrigin || url.username !== '' || url.password !== '') {
    fields['endpoint'] =
      'Enter an address such as https://s3.example.com, without the bucket and a path';
    return '';
  }
  return url.origin;
}

function readPrefix(typed: string, fields: Record<string, string>): string {
  if (typed === '') return '';
  const hasDots = typed.split('/').some((part) => part === '.' || part === '..');
  if (!PREFIX.test(typed) || hasDots)
    fields['prefix'] = 'Enter a prefix such as backups/assets: letters, digits, - _ . and slashes';
  return typed.endsWith('/') ? typed : `${typed}/`;
}

function readLockDays({ lock, lockDays }: BucketForm, fields: Record<string, string>): number {
  if (!lock) return 0;
  const days = Number(lockDays || DEFAULT_LOCK_DAYS);
  if (!Number.isInteger(days) || days < 1 || days > MAX_LOCK_DAYS)
    fields['lockDays'] = `Enter a number of days between 1 and ${MAX_LOCK_DAYS}`;
  return days;
}

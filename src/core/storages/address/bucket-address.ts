/** How a bucket that speaks S3 is reached and signed in to. Whoever holds one can read it. */
export interface BucketAddress {
  /** An origin such as `https://s3.eu-central-1.amazonaws.com`. */
  endpoint: string;
  region: string;
  bucket: string;
  /** What the keys of all objects begin with: empty, or it ends with a slash. */
  prefix: string;
  accessKey: string;
  secretKey: string;
  /** The bucket stands in the path, instead of the host name. */
  pathStyle: boolean;
  /** Certificates (PEM) that are believed instead of those that everybody believes. */
  ca: string;
  /** For how many days what backups need is locked (Object Lock, compliance); 0: not at all. */
  lockDays: number;
}

/** What of an address may be shown. */
export type ShownBucket = Omit<BucketAddress, 'secretKey'>;

export const showBucket = ({ secretKey: _secret, ...shown }: BucketAddress): ShownBucket => shown;

/** Whether a secret key typed for one address may be used for the other. */
export const isSameBucketAccount = (a: ShownBucket, b: ShownBucket): boolean =>
  a.endpoint === b.endpoint &&
  a.region === b.region &&
  a.bucket === b.bucket &&
  a.accessKey === b.accessKey &&
  a.pathStyle === b.pathStyle &&
  a.ca === b.ca;

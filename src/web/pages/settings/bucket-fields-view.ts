import { counted } from '../../view/formats/numbers.ts';
import type { BucketStorage, OwnStorage } from '../../../core/storages/storage.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import { textField, type FieldView } from '../../view/components/field-view.ts';

/** The fields of a bucket in the form of a storage (`bucket-fields.hbs`). */
export interface BucketFieldsView {
  fields: FieldView[];
  pathStyle: boolean;
  lock: boolean;
  lockDays: FieldView;
}

const DEFAULT_LOCK_DAYS = '365';
const FIELDS = [
  [
    'endpoint',
    'Endpoint',
    "Such as https://s3.example.com. Leave empty for Amazon S3: it follows from the bucket's region.",
  ],
  ['region', 'Region', 'Such as eu-central-1. Default: us-east-1.'],
  ['bucket', 'Bucket', 'It must already exist.'],
  [
    'prefix',
    'Prefix',
    'Optional, such as backups/assets. Everything this app writes is kept under it.',
  ],
  ['accessKey', 'Access key', 'Use a dedicated user for this bucket.'],
  ['secretKey', 'Secret key', "Stored encrypted; you won't see it again."],
] as const;
const MANDATORY: ReadonlySet<string> = new Set(['bucket', 'accessKey']);

export function bucketFieldsView(
  stored: BucketStorage | undefined,
  values: Fields,
  errors: FieldErrors,
): BucketFieldsView {
  return {
    fields: FIELDS.map(([name, label, help]) => {
      const error = errors[name];
      const mandatory = MANDATORY.has(name) || (name === 'secretKey' && !stored);
      if (name !== 'secretKey')
        return textField(name, label, { mandatory, value: values[name] ?? '', error, help });
      const kept = stored ? `${help} Leave empty to keep the saved one.` : help;
      return textField(name, label, { mandatory, type: 'password', error, help: kept });
    }),
    pathStyle: values['pathStyle'] === 'on',
    lock: values['lock'] === 'on',
    lockDays: textField('lockDays', 'Days', {
      value: values['lockDays'] ?? DEFAULT_LOCK_DAYS,
      error: errors['lockDays'],
      help: 'Counted from the last backup that needs the data. Until then nobody can delete it, not even you.',
    }),
  };
}

/** What the form shows of a stored bucket before anything is typed. */
export function bucketValues({ address }: BucketStorage): Fields {
  const { endpoint, region, bucket, prefix, accessKey, pathStyle, ca, lockDays } = address;
  return {
    endpoint,
    region,
    bucket,
    prefix,
    accessKey,
    pathStyle: pathStyle ? 'on' : '',
    ca,
    lock: lockDays > 0 ? 'on' : '',
    lockDays: lockDays > 0 ? String(lockDays) : DEFAULT_LOCK_DAYS,
  };
}

/** Where a bucket is, without the keys. */
export function bucketText({ address }: Pick<BucketStorage, 'address'>): string {
  const { bucket, prefix, endpoint, lockDays } = address;
  const place = `s3://${bucket}/${prefix} at ${endpoint.replace(/^https:\/\//, '')}`;
  return lockDays > 0 ? `${place}, locked for ${counted(lockDays, 'day')}` : place;
}

export const bucketOf = (storage: OwnStorage | undefined): BucketStorage | undefined =>
  storage?.kind === 'bucket' ? storage : undefined;

import type { ShownPlace } from '../../../core/storages/address/storage-address.ts';
import type { DatabaseStorage, OwnStorage } from '../../../core/storages/storage.ts';
import {
  STORAGE_PROVIDER_NAMES,
  STORAGE_PROVIDERS,
  type StorageProvider,
} from '../../../core/storages/storage-providers.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import { textField, type FieldView } from '../../view/components/field-view.ts';
import {
  bucketFieldsView,
  bucketOf,
  bucketText,
  bucketValues,
  type BucketFieldsView,
} from './bucket-fields-view.ts';

/** Where new backups go: the form of the setup and of *Settings* (`storage-form.hbs`). */
export interface StorageFormView {
  /** Backups go to a database or bucket of the tenant's own. */
  isOwn: boolean;
  /** The storage whose address and password are kept where none is typed. */
  of: string;
  providers: ProviderView[];
  providerError: string | undefined;
  label: FieldView;
  /** Field by field, instead of a connection string. */
  byFields: boolean;
  connectionString: FieldView;
  server: FieldView[];
  tls: { isOn: boolean; error: string | undefined };
  ca: { value: string; error: string | undefined };
  /** Instead of all that, where the provider is a bucket. */
  bucket: BucketFieldsView;
  formError: string | undefined;
}

interface ProviderView {
  value: StorageProvider;
  label: string;
  chosen: boolean;
  /** What its user must be allowed to do, and other requirements. */
  needs: string;
  example: string;
}

/** What was sent and refused; neither the password nor a connection string is shown again. */
export interface TypedStorage {
  typed?: Fields | undefined;
  errors?: FieldErrors | undefined;
}

const HELP: Record<StorageProvider, { needs: string; example: string }> = {
  mongodb: {
    needs:
      'MongoDB 6 or newer, Atlas included. The user needs the role readWrite on this database. Let this service in: on Atlas under Network Access.',
    example: 'mongodb+srv://backup:password@cluster0.abcde.mongodb.net/assets_backup',
  },
  'amazon-documentdb': {
    needs:
      'Amazon DocumentDB 5 or newer. The user needs the role readWrite on this database. Paste the certificate bundle of your region as CA certificate. The cluster has no public address: whoever runs this service has to open a way to it.',
    example:
      'mongodb://backup:password@backup.cluster-abc123.eu-central-1.docdb.amazonaws.com:27017/assets_backup?tls=true',
  },
  'azure-documentdb': {
    needs:
      'Formerly Cosmos DB for MongoDB vCore. The user needs the role readWriteAnyDatabase. Let this service in under Networking.',
    example:
      'mongodb+srv://backup:password@name.global.mongocluster.cosmos.azure.com/assets_backup?tls=true',
  },
  'azure-cosmos-ru': {
    needs:
      "Server version 5.0 or newer. Use the account's read-write key as password. Let this service in under Networking, and allow for about 4,000 RU/s while a backup runs.",
    example:
      'mongodb://name:key@name.mongo.cosmos.azure.com:10255/assets_backup?ssl=true&replicaSet=globaldb',
  },
  s3: {
    needs:
      'Amazon S3, or a service that speaks it and honors If-None-Match. The key may list the bucket and put, get and delete objects under the prefix.',
    example: 'https://s3.eu-central-1.amazonaws.com',
  },
};

/** `stored`: the storage whose address the form begins with. */
export function storageFormView(
  stored: OwnStorage | undefined,
  isCurrent: boolean,
  { typed, errors = {} }: TypedStorage,
): StorageFormView {
  const values = typed ?? valuesOf(stored, isCurrent);
  const database = stored?.kind === 'own-database' ? stored : undefined;
  return {
    isOwn: values['own'] === 'on',
    of: stored?.id ?? '',
    providers: providerViews(values['provider']),
    providerError: errors['provider'],
    label: textField('label', 'Name', {
      mandatory: true,
      value: values['label'] ?? '',
      error: errors['label'],
      help: 'What you call this storage, such as Backups (Frankfurt).',
    }),
    byFields: values['entry'] === 'fields',
    connectionString: textField('connectionString', 'Connection string', {
      mandatory: !database,
      type: 'password',
      error: errors['connectionString'],
      help: database ? `Leave empty to keep ${addressText(database)}.` : SEALED,
    }),
    server: serverFields(database !== undefined, values, errors),
    tls: { isOn: values['tls'] === 'on', error: errors['tls'] },
    ca: { value: values['ca'] ?? '', error: errors['ca'] },
    bucket: bucketFieldsView(bucketOf(stored), values, errors),
    formError: errors['form'],
  };
}

const SEALED = "Stored encrypted; you won't see it again.";

/** What a form shows before anything is typed. */
function valuesOf(stored: OwnStorage | undefined, isCurrent: boolean): Fields {
  const own = isCurrent ? 'on' : '';
  if (!stored) return { own, tls: 'on' };
  const { provider, label } = stored;
  if (stored.kind === 'bucket') return { own, provider, label, tls: 'on', ...bucketValues(stored) };
  const { hosts, isSrv, database, user, authSource, tls, ca } = stored.address;
  const isPlain = !isSrv && hosts.length === 1;
  const [first = ''] = isPlain ? hosts : [];
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(first) ?? [];
  return {
    own,
    provider,
    label,
    entry: isPlain ? 'fields' : 'string',
    host,
    port,
    database,
    user,
    authSource,
    tls: tls ? 'on' : '',
    ca,
  };
}

const providerViews = (chosen = 'mongodb'): ProviderView[] =>
  STORAGE_PROVIDER_NAMES.map((value) => ({
    value,
    label: STORAGE_PROVIDERS[value].label,
    chosen: value === chosen,
    ...HELP[value],
  }));

/** Where a storage is, without the password. */
export const placeText = (place: ShownPlace): string =>
  place.kind === 'bucket' ? bucketText(place) : addressText(place);

function addressText({ address }: Pick<DatabaseStorage, 'address'>): string {
  const { isSrv, user, hosts, database } = address;
  const account = user === '' ? '' : `${user}@`;
  return `mongodb${isSrv ? '+srv' : ''}://${account}${hosts.join(',')}/${database}`;
}

const SERVER_FIELDS = [
  ['host', 'Host', 'Such as db.example.com.'],
  ['port', 'Port', 'Default: 27017.'],
  ['database', 'Database', 'Default: assets_backup.'],
  ['user', 'User', 'Use a dedicated user for this database.'],
  ['password', 'Password', SEALED],
  [
    'authSource',
    'Authentication database',
    'The database where the user is defined. Default: admin.',
  ],
] as const;

function serverFields(isStored: boolean, values: Fields, errors: FieldErrors): FieldView[] {
  return SERVER_FIELDS.map(([name, label, help]) => {
    const error = errors[name];
    if (name !== 'password')
      return textField(name, label, {
        mandatory: name === 'host',
        value: values[name] ?? '',
        error,
        help,
      });
    const kept = isStored ? `${help} Leave empty to keep the saved one.` : help;
    return textField(name, label, { type: 'password', error, help: kept });
  });
}

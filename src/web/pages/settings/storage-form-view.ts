import type { OwnStorage } from '../../../core/storages/storage.ts';
import {
  STORAGE_PROVIDERS,
  type StorageProvider,
} from '../../../core/storages/storage-providers.ts';
import type { FieldErrors, Fields } from '../../forms/fields.ts';
import type { FieldView } from '../../view/field-view.ts';

/** Where new backups go: the form of the setup and of *Settings* (`storage-form.hbs`). */
export interface StorageFormView {
  /** Backups go to a database of the tenant's own. */
  isOwn: boolean;
  /** The storage whose address and password are kept where none is typed. */
  of: string;
  providers: ProviderView[];
  providerError: string | undefined;
  label: FieldView;
  /** Field by field, in place of a connection string. */
  byFields: boolean;
  connectionString: FieldView;
  server: FieldView[];
  tls: { isOn: boolean; error: string | undefined };
  ca: { value: string; error: string | undefined };
  formError: string | undefined;
}

interface ProviderView {
  value: StorageProvider;
  label: string;
  chosen: boolean;
  /** What its user must be allowed to do, and what else to see to. */
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
      'Server version 4.2 or newer. Use the account’s read-write key as password. Let this service in under Networking, and allow for about 4,000 RU/s while a backup runs.',
    example:
      'mongodb://name:key@name.mongo.cosmos.azure.com:10255/assets_backup?ssl=true&replicaSet=globaldb',
  },
};

/** `stored`: the database whose address the form begins with. */
export function storageFormView(
  stored: OwnStorage | undefined,
  isCurrent: boolean,
  { typed, errors = {} }: TypedStorage,
): StorageFormView {
  const chosen = typed?.['provider'] ?? stored?.provider ?? 'mongodb';
  const entry = typed?.['entry'] ?? (isPlain(stored) ? 'fields' : 'string');
  return {
    isOwn: typed ? typed['own'] === 'on' : isCurrent,
    of: stored?.id ?? '',
    providers: Object.entries(STORAGE_PROVIDERS).map(([value, { label }]) => ({
      value: value as StorageProvider,
      label,
      chosen: value === chosen,
      ...HELP[value as StorageProvider],
    })),
    providerError: errors['provider'],
    label: textField('label', 'Name', {
      mandatory: true,
      value: typed?.['label'] ?? stored?.label ?? '',
      error: errors['label'],
      help: 'What you call this database, such as Backups (Frankfurt).',
    }),
    byFields: entry === 'fields',
    connectionString: textField('connectionString', 'Connection string', {
      mandatory: !stored,
      type: 'password',
      error: errors['connectionString'],
      help: stored
        ? `Leave empty to keep ${addressText(stored)}.`
        : "Stored encrypted; you won't see it again.",
    }),
    server: serverFields(stored, { typed, errors }),
    tls: {
      isOn: typed ? typed['tls'] === 'on' : (stored?.address.tls ?? true),
      error: errors['tls'],
    },
    ca: { value: typed?.['ca'] ?? stored?.address.ca ?? '', error: errors['ca'] },
    formError: errors['form'],
  };
}

/** Where a storage is, without the password. */
export function addressText({ address }: OwnStorage): string {
  const { isSrv, user, hosts, database } = address;
  const account = user === '' ? '' : `${user}@`;
  return `mongodb${isSrv ? '+srv' : ''}://${account}${hosts.join(',')}/${database}`;
}

/** One host with its port: its address fits the single fields. */
const isPlain = (stored: OwnStorage | undefined): boolean =>
  stored !== undefined && !stored.address.isSrv && stored.address.hosts.length === 1;

function serverFields(
  stored: OwnStorage | undefined,
  { typed, errors = {} }: TypedStorage,
): FieldView[] {
  const { address } = stored ?? {};
  const [, host = '', port = ''] =
    /^(.*):(\d+)$/.exec((isPlain(stored) && address?.hosts[0]) || '') ?? [];
  const field = (name: string, label: string, value: string | undefined, help: string) =>
    textField(name, label, {
      mandatory: name === 'host',
      value: typed?.[name] ?? value ?? '',
      error: errors[name],
      help,
    });
  return [
    field('host', 'Host', host, 'Such as db.example.com.'),
    field('port', 'Port', port, '27017 unless you enter another one.'),
    field('database', 'Database', address?.database, 'assets_backup unless you enter another one.'),
    field('user', 'User', address?.user, 'A user of its own, for this database alone.'),
    textField('password', 'Password', {
      type: 'password',
      error: errors['password'],
      help: stored
        ? "Stored encrypted; you won't see it again. Leave empty to keep the saved one."
        : "Stored encrypted; you won't see it again.",
    }),
    field(
      'authSource',
      'Authentication database',
      address?.authSource,
      'The database that knows the user: admin unless you enter another one.',
    ),
  ];
}

const textField = (name: string, label: string, more: Partial<FieldView>): FieldView => ({
  name,
  label,
  mandatory: false,
  type: 'text',
  value: '',
  error: undefined,
  help: '',
  ...more,
});

import { z } from 'zod';
import { InvalidInput } from '../../kernel/errors.ts';
import { isSameAccount, type DatabaseAddress } from '../../storages/address/database-address.ts';
import { HOST, hostAndPort } from '../../storages/address/host-and-port.ts';
import { readConnectionString } from '../../storages/address/read-connection-string.ts';
import { isBucketAddress, type StorageAddress } from '../../storages/address/storage-address.ts';
import { STORAGE_PROVIDER_NAMES, type StorageProvider } from '../../storages/storage-providers.ts';
import { areCertificates, NO_CERTIFICATE } from '../are-certificates.ts';
import { mandatoryText, mistakesOf } from '../read-form.ts';
import { readBucketInput } from './read-bucket-input.ts';

const MAX_PORT = 65_535;
const MAX_SECRET = 2_000;
const MAX_CA = 40_000;
const DEFAULT_PORT = '27017';
const DEFAULT_DATABASE = 'assets_backup';
/** Names that every provider takes, and no database of its own. */
const DATABASE = /^(?!(?:admin|local|config)$)[A-Za-z0-9_-]{1,60}$/;

const ticked = z
  .string()
  .optional()
  .transform((value) => value === 'on');
const optionalText = (max: number) => z.string().trim().max(max, 'This is too long').default('');

const StorageForm = z.object({
  provider: z.enum(STORAGE_PROVIDER_NAMES, { error: 'Choose a provider' }),
  label: mandatoryText('Name', 60),
  entry: z.enum(['string', 'fields']).catch('string'),
  connectionString: optionalText(4_000),
  host: optionalText(300),
  port: optionalText(5),
  database: optionalText(60),
  user: optionalText(200),
  password: z.string().max(MAX_SECRET, 'This is too long').default(''),
  authSource: optionalText(60),
  tls: ticked,
  ca: optionalText(MAX_CA),
});
type StorageForm = z.infer<typeof StorageForm>;

/** What was typed. */
export interface StorageInput {
  provider: StorageProvider;
  label: string;
  address: StorageAddress;
  /** The field that errors about the server stand beside. */
  addressField: 'connectionString' | 'host' | 'endpoint';
}

const FIELDS_OF_A_STRING: ReadonlySet<string> = new Set([
  'host',
  'user',
  'password',
  'database',
  'tls',
]);

const PASSWORD_NEEDED = {
  password:
    'Enter the password again: the saved one only works with the same host, database, user and TLS.',
};

/**
 * Where a storage is stored, an empty connection string keeps its address, and an empty password
 * the one that was typed for this very address. @throws InvalidInput with a message for every wrong
 * field
 */
export function readStorageInput(input: unknown, stored: StorageAddress | undefined): StorageInput {
  const parsed = StorageForm.safeParse(input);
  if (!parsed.success) throw new InvalidInput(mistakesOf(parsed.error));
  if (parsed.data.provider === 's3') return readBucket(input, parsed.data, stored);
  return readDatabase(parsed.data, stored && !isBucketAddress(stored) ? stored : undefined);
}

function readBucket(
  input: unknown,
  { provider, label, ca }: StorageForm,
  stored: StorageAddress | undefined,
): StorageInput {
  assertCertificates(ca);
  const before = stored && isBucketAddress(stored) ? stored : undefined;
  const address = readBucketInput(input, ca, before);
  return { provider, label, address, addressField: 'endpoint' };
}

function readDatabase(form: StorageForm, stored: DatabaseAddress | undefined): StorageInput {
  const { provider, label, entry } = form;
  const typed = entry === 'string' ? fromString(form, stored) : fromFields(form);
  assertDatabase(typed.database);
  assertCertificates(typed.ca);
  const address = withPassword(typed, stored);
  const addressField = entry === 'string' ? 'connectionString' : 'host';
  return { provider, label, address, addressField };
}

/** @throws InvalidInput `password` where the stored one was typed for another address */
function withPassword(
  typed: DatabaseAddress,
  stored: DatabaseAddress | undefined,
): DatabaseAddress {
  if (typed.password !== '' || typed.user === '') return typed;
  if (!stored) throw new InvalidInput({ password: 'Password is mandatory' });
  if (!isSameAccount(stored, typed)) throw new InvalidInput(PASSWORD_NEEDED);
  return { ...typed, password: stored.password };
}

function fromString(
  { connectionString, database, password, ca }: StorageForm,
  stored: DatabaseAddress | undefined,
): DatabaseAddress {
  if (connectionString === '' && stored) return { ...stored, password, ca };
  if (connectionString === '')
    throw new InvalidInput({ connectionString: 'Connection string is mandatory' });
  const read = readConnectionString(connectionString);
  return {
    ...read,
    database: read.database ?? (database || DEFAULT_DATABASE),
    password: password || read.password,
    authSource: read.authSource ?? read.database ?? 'admin',
    ca,
  };
}

function fromFields(form: StorageForm): DatabaseAddress {
  const { host, port, database, user, password, authSource, tls, ca } = form;
  const fields: Record<string, string> = {};
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const name = bare.includes(':') ? `[${bare}]` : bare;
  if (host === '') fields['host'] = 'Host is mandatory';
  else if (!HOST.test(name)) fields['host'] = 'Enter a host name, without mongodb:// and port';
  const number = Number(port || DEFAULT_PORT);
  if (!Number.isInteger(number) || number < 1 || number > MAX_PORT)
    fields['port'] = 'Enter a port between 1 and 65535';
  if (Object.keys(fields).length > 0) throw new InvalidInput(fields);
  return {
    hosts: [hostAndPort(name, number)],
    isSrv: false,
    database: database || DEFAULT_DATABASE,
    user,
    password,
    authSource: authSource || 'admin',
    tls,
    ca,
  };
}

/** @throws InvalidInput `ca` */
function assertCertificates(text: string): void {
  if (text !== '' && !areCertificates(text)) throw new InvalidInput({ ca: NO_CERTIFICATE });
}

function assertDatabase(database: string): void {
  if (DATABASE.test(database)) return;
  throw new InvalidInput({
    database:
      'Enter the name of a database for backups: letters, digits, hyphens and underscores, but not admin, local or config',
  });
}

/** What was typed as one string is mended in that field. */
export function asFieldError(error: unknown, field: StorageInput['addressField']): unknown {
  if (!(error instanceof InvalidInput) || field !== 'connectionString') return error;
  const fields = Object.entries(error.fields).map(([name, message]) => [
    FIELDS_OF_A_STRING.has(name) ? field : name,
    message,
  ]);
  return new InvalidInput(Object.fromEntries(fields) as Record<string, string>, { cause: error });
}

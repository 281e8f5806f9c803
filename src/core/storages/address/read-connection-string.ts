import { InvalidInput } from '../../kernel/errors.ts';
import type { DatabaseAddress } from './database-address.ts';
import { readHostAndPort } from './host-and-port.ts';

/** What a connection string says; a database that it does not name is missing. */
export type ReadAddress = Omit<DatabaseAddress, 'database' | 'authSource' | 'ca'> & {
  database: string | undefined;
  authSource: string | undefined;
};

const FORM = /^mongodb(?<srv>\+srv)?:\/\/(?:(?<account>[^@/]*)@)?(?<hosts>[^/?@]+)(?<rest>.*)$/s;
const REST = /^(?:\/(?<database>[^/?]*))?(?:\?(?<query>.*))?$/s;

/** Options that say nothing this service does not decide on its own. */
const PASSED_OVER = new Set([
  'appname',
  'compressors',
  'connecttimeoutms',
  'directconnection',
  'heartbeatfrequencyms',
  'journal',
  'localthresholdms',
  'loadbalanced',
  'maxidletimems',
  'maxpoolsize',
  'minpoolsize',
  'readconcernlevel',
  'readpreference',
  'replicaset',
  'retryreads',
  'retrywrites',
  'serverselectiontimeoutms',
  'sockettimeoutms',
  'w',
  'waitqueuetimeoutms',
  'wtimeoutms',
]);
const MECHANISMS = new Set(['', 'DEFAULT', 'SCRAM-SHA-1', 'SCRAM-SHA-256']);
const OPTIONS_OF_FIELDS = new Set(['tls', 'ssl', 'authsource', 'authmechanism']);

/**
 * Reads what an administrator pasted. Only what is understood is taken over: an option that would
 * weaken TLS, read a file of this machine or sign in otherwise is refused. Messages never repeat
 * what was typed: it holds a password.
 * @throws InvalidInput `connectionString`
 */
export function readConnectionString(typed: string): ReadAddress {
  const { isSrv, account, hosts, database, query } = splitString(typed.trim());
  const options = readOptions(query);
  const [user = '', password = ''] = account.split(/:(.*)/s).map(decode);
  return {
    hosts: hosts.split(',').map((host) => readHost(host, isSrv)),
    isSrv,
    database: decode(database) || undefined,
    user,
    password,
    authSource: options.get('authsource') || undefined,
    tls: readTls(options, isSrv),
  };
}

/** The parts of the string as they stand there. @throws InvalidInput */
function splitString(text: string) {
  if (!/^mongodb(\+srv)?:\/\//.test(text))
    throw refused('The connection string must start with mongodb:// or mongodb+srv://');
  const { srv, account = '', hosts = '', rest = '' } = FORM.exec(text)?.groups ?? {};
  const after = REST.exec(rest)?.groups;
  if (hosts === '' || !after)
    throw refused(
      "This connection string can't be read. Characters such as @ : / in the password are written as %40 %3A %2F.",
    );
  const { database = '', query = '' } = after;
  return { isSrv: srv !== undefined, account, hosts, database, query };
}

const refused = (why: string): InvalidInput => new InvalidInput({ connectionString: why });

/** `host:port`, or the name alone whose hosts the DNS tells. @throws InvalidInput */
function readHost(text: string, isSrv: boolean): string {
  const host = readHostAndPort(text);
  if (host === undefined) throw refused("A host in this connection string can't be read.");
  if (!isSrv) return host;
  const name = text.trim().toLowerCase();
  if (/:\d+$/.test(name)) throw refused('A mongodb+srv:// address has no port. Remove it.');
  return name;
}

/** By name in small letters. @throws InvalidInput naming the one that is not taken */
function readOptions(query: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const key = name.toLowerCase();
    if (OPTIONS_OF_FIELDS.has(key)) options.set(key, value);
    else if (!PASSED_OVER.has(key))
      throw refused(
        `The option ${name.slice(0, 40)} isn't supported here. Remove it from the connection string.`,
      );
  }
  if (!MECHANISMS.has((options.get('authmechanism') ?? '').toUpperCase()))
    throw refused(
      "This way of signing in isn't supported. Use a database user with a password (SCRAM).",
    );
  return options;
}

function readTls(options: ReadonlyMap<string, string>, isSrv: boolean): boolean {
  const said = options.get('tls') ?? options.get('ssl');
  return said === undefined ? isSrv : said === 'true';
}

/** @throws InvalidInput where percent signs don't stand for characters */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refused("The user or password can't be read: write % as %25.");
  }
}

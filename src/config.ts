/**
 * The only reader of the environment. Every setting is one line of a table; every mistake is reported at once. Secrets can also be given
 * as a file: NAME_FILE instead of NAME.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const number = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'is not a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `is below ${min}`).max(max, `is above ${max}`));
const url = z
  .string()
  .regex(
    /^https?:\/\/[^\s/?#]+\/?$/,
    'is not an address such as https://backup.example.com, without a path',
  )
  .transform((text) => text.replace(/\/$/, ''));
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** Name → how it is read; the sentence is what docs/operations.md and a mistake say of it. */
const SETTINGS = {
  NODE_ENV: { read: z.string(), fallback: 'development', about: 'production, development or test' },
  PORT: {
    read: number(0, 65535),
    fallback: '8080',
    about: 'port to listen on; 0 takes a free one',
  },
  BIND_ADDRESS: {
    read: z.string(),
    fallback: '',
    about: 'address to listen on; all in production, 127.0.0.1 else',
  },
  BASE_URL: { read: url, fallback: '', about: 'address under which Jira reaches this service' },
  APP_KEY: {
    read: z
      .string()
      .regex(
        /^[a-zA-Z0-9._-]{1,64}$/,
        'may hold letters, digits, dot, underscore and hyphen, 64 at most',
      ),
    fallback: 'backup-migration-for-assets',
    about: 'key of the Connect app',
  },
  SITE_HOSTS: {
    read: list,
    fallback: '*.atlassian.net,*.jira.com',
    about: 'hosts of sites that may install the app; * stands for one label',
  },
  MONGODB_URI: {
    read: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//, 'does not begin with mongodb:// or mongodb+srv://'),
    fallback: '',
    about: 'the service database; mandatory in production, else an embedded one is started',
  },
  SERVICE_DATABASE: {
    read: z.string().regex(/^[\w-]{1,60}$/, 'may hold letters, digits, underscore and hyphen'),
    fallback: 'assets_backup',
    about: 'name of the service database',
  },
  STORAGE_DATABASE: {
    read: z.string().regex(/^[\w-]{1,60}$/, 'may hold letters, digits, underscore and hyphen'),
    fallback: 'assets_backup_storage',
    about: 'name of the database that holds the backups',
  },
  STORAGE_LABEL: {
    read: z.string().max(100),
    fallback: 'Cloud',
    about: 'what administrators read as the place of their backups, such as "Cloud (EU, Germany)"',
  },
  DATA_DIR: {
    read: z.string(),
    fallback: 'data',
    about: 'folder of the embedded database and of the development key',
  },
  KEY_RING: {
    read: z.string(),
    fallback: '',
    about: 'id:base64 of 32 bytes, comma separated, the active key first; mandatory in production',
  },
  WORKERS: {
    read: number(0, 64),
    fallback: '4',
    about: 'runs worked side by side; 0 serves pages only',
  },
  PATIENCE_MINUTES: {
    read: number(1, 10_080),
    fallback: '30',
    about: 'how long a run waits for a site or database that does not answer',
  },
  REQUEST_TIMEOUT_SECONDS: {
    read: number(1, 600),
    fallback: '60',
    about: 'time-out of one call to Atlassian',
  },
  LEASE_SECONDS: {
    read: number(1, 600),
    fallback: '30',
    about: 'after how long without a heartbeat another replica takes a run over',
  },
  MINIMUM_INTERVAL_MINUTES: {
    read: number(1, 1_440),
    fallback: '1440',
    about:
      'shortest time between two scheduled backups of a schema; 1440 means that no day has two',
  },
  RESTORE_SETTLE_SECONDS: {
    read: number(0, 3_600),
    fallback: '30',
    about:
      'how long a restore waits after an answer was lost before it looks whether the object is there',
  },
  GRACE_DAYS: {
    read: number(0, 365),
    fallback: '0',
    about:
      'days between uninstalling and the deletion of all data, in which installing again brings all of it back; 0 deletes at once',
  },
  TRUST_PROXY: {
    read: number(0, 10),
    fallback: '1',
    about: 'number of proxies in front of the service',
  },
  LOG_LEVEL: {
    read: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    fallback: 'info',
    about: 'fatal, error, warn, info, debug or silent',
  },
  ATLASSIAN_API_URL: {
    read: url,
    fallback: 'https://api.atlassian.com',
    about: "Atlassian's API host",
  },
  PRETEND_SITE_URL: {
    read: url,
    fallback: '',
    about: 'address of the simulator, which is then believed like Atlassian; refused in production',
  },
  PRETEND_SITE_ADDRESSES: {
    read: list.pipe(z.array(url)),
    fallback: '',
    about:
      'addresses of more pretend sites, comma separated, which may be target instances though they are http and on this machine; refused in production',
  },
} as const;

type Name = keyof typeof SETTINGS;
type Values = { [N in Name]: z.output<(typeof SETTINGS)[N]['read']> | undefined };
const SECRETS: Name[] = ['MONGODB_URI', 'KEY_RING'];

export interface Config {
  production: boolean;
  port: number;
  bindAddress: string;
  /** Empty in development when PORT is 0: known once the service listens. */
  baseUrl: string;
  appKey: string;
  siteHosts: string[];
  mongodbUri: string | undefined;
  serviceDatabase: string;
  storageDatabase: string;
  storageLabel: string;
  dataDir: string;
  keyRing: string | undefined;
  workers: number;
  patienceMs: number;
  requestTimeoutMs: number;
  leaseMs: number;
  minimumIntervalMinutes: number;
  restoreSettleMs: number;
  graceDays: number;
  trustProxy: number;
  logLevel: string;
  atlassianApiUrl: string;
  pretendSiteUrl: string | undefined;
  /** Origins that are connected to unchecked: PRETEND_SITE_URL and PRETEND_SITE_ADDRESSES. Empty in production. */
  pretendAddresses: string[];
}

/** All mistakes in the settings, one a line. */
export class ConfigError extends Error {
  constructor(mistakes: string[]) {
    super(
      `The settings are not right:\n${mistakes.map((mistake) => `  - ${mistake}`).join('\n')}\nSee docs/operations.md.`,
    );
    this.name = 'ConfigError';
  }
}

/** Reads the settings. @throws ConfigError naming every mistake */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const mistakes: string[] = [];
  const values = {} as Values;
  for (const name of Object.keys(SETTINGS) as Name[])
    (values as Record<Name, unknown>)[name] = readSetting(name, env, mistakes);
  const production = values.NODE_ENV === 'production';
  if (production) mistakes.push(...productionMistakes(values, env));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return {
    production,
    port: values.PORT!,
    bindAddress: values.BIND_ADDRESS ?? (production ? '0.0.0.0' : '127.0.0.1'),
    baseUrl: values.BASE_URL ?? (values.PORT ? `http://127.0.0.1:${values.PORT}` : ''),
    appKey: values.APP_KEY!,
    siteHosts: values.SITE_HOSTS!,
    mongodbUri: values.MONGODB_URI,
    serviceDatabase: values.SERVICE_DATABASE!,
    storageDatabase: values.STORAGE_DATABASE!,
    storageLabel: values.STORAGE_LABEL!,
    dataDir: values.DATA_DIR!,
    keyRing: values.KEY_RING,
    workers: values.WORKERS!,
    patienceMs: values.PATIENCE_MINUTES! * 60_000,
    requestTimeoutMs: values.REQUEST_TIMEOUT_SECONDS! * 1000,
    leaseMs: values.LEASE_SECONDS! * 1000,
    minimumIntervalMinutes: values.MINIMUM_INTERVAL_MINUTES!,
    restoreSettleMs: values.RESTORE_SETTLE_SECONDS! * 1000,
    graceDays: values.GRACE_DAYS!,
    trustProxy: values.TRUST_PROXY!,
    logLevel: values.LOG_LEVEL!,
    atlassianApiUrl: values.PRETEND_SITE_URL ?? values.ATLASSIAN_API_URL!,
    pretendSiteUrl: values.PRETEND_SITE_URL,
    pretendAddresses: [
      ...(values.PRETEND_SITE_URL ? [values.PRETEND_SITE_URL] : []),
      ...(values.PRETEND_SITE_ADDRESSES ?? []),
    ],
  };
}

function readSetting(
  name: Name,
  env: Record<string, string | undefined>,
  mistakes: string[],
): unknown {
  const { read, fallback } = SETTINGS[name];
  const text = rawText(name, env, mistakes) ?? fallback;
  if (text === '') return undefined;
  const parsed = read.safeParse(text);
  if (parsed.success) return parsed.data;
  const shown = SECRETS.includes(name) ? '' : ` ("${text}")`;
  mistakes.push(
    `${name}${shown} ${parsed.error.issues[0]?.message ?? 'is not valid'}: ${SETTINGS[name].about}.`,
  );
  return undefined;
}

function rawText(
  name: Name,
  env: Record<string, string | undefined>,
  mistakes: string[],
): string | undefined {
  const file = env[`${name}_FILE`];
  if (file === undefined) return env[name]?.trim();
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    mistakes.push(`${name}_FILE names a file that cannot be read: ${file}.`);
    return undefined;
  }
}

/** What decides whose signature is believed, or where data goes, must be said out loud in production. */
function productionMistakes(values: Values, env: Record<string, string | undefined>): string[] {
  const mistakes: string[] = [];
  if (!values.BASE_URL?.startsWith('https://'))
    mistakes.push(
      'BASE_URL is mandatory in production and must begin with https://: the address under which Jira reaches this service.',
    );
  if (!values.MONGODB_URI)
    mistakes.push(
      'MONGODB_URI is mandatory in production: the embedded database is for trying and developing only.',
    );
  if (!values.KEY_RING)
    mistakes.push(
      'KEY_RING is mandatory in production: make one with "node -e \'console.log(`k1:${crypto.randomBytes(32).toString("base64")}`)\'" and keep it safe.',
    );
  if (values.SITE_HOSTS?.length === 0) mistakes.push('SITE_HOSTS must name at least one host.');
  if (values.PRETEND_SITE_URL)
    mistakes.push(
      'PRETEND_SITE_URL is refused in production: a pretend site must never be believed there.',
    );
  if (values.PRETEND_SITE_ADDRESSES)
    mistakes.push(
      'PRETEND_SITE_ADDRESSES is refused in production: it would open a way into the network of this service.',
    );
  for (const name of ['AC_OPTS', 'CONNECT_KEYS_CDN_URL'])
    if (env[name])
      mistakes.push(`${name} is refused in production: it would weaken who is believed.`);
  return mistakes;
}

/** Every setting with its default and its sentence, for docs/operations.md and its test. */
export const settingsTable = (Object.keys(SETTINGS) as Name[]).map((name) => ({
  name,
  fallback: SETTINGS[name].fallback,
  about: SETTINGS[name].about,
  secret: SECRETS.includes(name),
}));

/** This process reckons in UTC: node-cron, which ticks the schedules, stands still for an hour where the machine's own clock goes back. Zones of people are always named. */
export function keepToUtc(env: Record<string, string | undefined> = process.env): void {
  env['TZ'] = 'UTC';
}

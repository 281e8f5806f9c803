import { z } from 'zod';
import { UNDOCUMENTED } from '../core/assets/ports/site/undocumented.ts';
import { isNetwork } from './is-network.ts';
import { readKeyRing } from './read-key-ring.ts';

const number = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "isn't a whole number")
    .transform(Number)
    .pipe(z.number().min(min, `is below ${min}`).max(max, `is above ${max}`));
const url = z
  .string()
  .regex(
    /^https?:\/\/[^\s/?#]+\/?$/,
    "isn't an address such as https://backup.example.com, without a path",
  )
  .transform((text) => text.replace(/\/$/, ''));
const keyRing = z.string().transform((text, context) => {
  const { keys, mistakes } = readKeyRing(text);
  if (mistakes.length > 0) context.addIssue(`isn't valid: ${mistakes.join('; ')}`);
  return keys;
});
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const forgeApp = z
  .string()
  .regex(
    /^(ari:cloud:ecosystem::app\/)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    "isn't the id of a Forge app, as in manifest.yml",
  )
  .transform((text) => text.replace(/^.*\//, ''));
const forgeEnvironments = list.pipe(
  z
    .array(
      z.enum(['production', 'staging', 'development'], {
        error: 'can only name production, staging and development',
      }),
    )
    .min(1, 'names no environment'),
);
const keysUrl = z
  .string()
  .regex(/^https?:\/\/[^\s/?#@]+\/[^\s?#]+$/, "isn't the address of a key set");
const networks = list.pipe(
  z.array(z.string().refine(isNetwork, 'is not a list of address ranges such as 10.20.0.0/16')),
);

/**
 * Name → how it is read, what stands where it is not set (empty: nothing does), and the sentence
 * that docs/operations.md and a mistake say of it.
 */
export const SETTINGS = {
  NODE_ENV: {
    read: z.enum(['production', 'development', 'test'], {
      error: "isn't production, development or test",
    }),
    fallback: 'development',
    about: 'production, development or test',
  },
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
        'can only have letters, digits, dots, underscores and hyphens, up to 64',
      ),
    fallback: 'backup-migration-for-assets',
    about: 'key of the Connect app',
  },
  FORGE_APP_ID: {
    read: forgeApp,
    fallback: '',
    about:
      "id of the Forge app, as in manifest.yml; opens the door for Forge's calls, which is shut without it",
  },
  FORGE_ENVIRONMENTS: {
    read: forgeEnvironments,
    fallback: 'production',
    about:
      'kinds of Forge environment whose installations are let in, comma separated: production, staging, development',
  },
  FORGE_KEYS_URL: {
    read: keysUrl,
    fallback: '',
    about:
      "address of the keys that Forge's calls are signed with, which are then believed; Atlassian's public ones where not set",
  },
  FORGE_REALM: {
    read: z.enum(['EU', 'US', 'AU', 'DE', 'SG', 'CA', 'IN', 'KR', 'JP', 'GB', 'CH'], {
      error: "isn't a realm of Atlassian's data residency, such as EU",
    }),
    fallback: '',
    about:
      "realm of Atlassian's data residency that the service's own storage is in; moves of sites to it are agreed to, others are refused",
  },
  SITE_HOSTS: {
    read: list,
    fallback: '*.atlassian.net,*.jira.com',
    about: 'hosts of sites that may install the app; * stands for one label',
  },
  MONGODB_URI: {
    read: z
      .string()
      .regex(/^mongodb(\+srv)?:\/\//, "doesn't start with mongodb:// or mongodb+srv://"),
    fallback: '',
    about: 'the service database; mandatory in production, else an embedded one is started',
  },
  SERVICE_DATABASE: {
    read: z
      .string()
      .regex(/^[\w-]{1,60}$/, 'can only have letters, digits, underscores and hyphens'),
    fallback: 'assets_backup',
    about: 'name of the service database',
  },
  STORAGE_DATABASE: {
    read: z
      .string()
      .regex(/^[\w-]{1,60}$/, 'can only have letters, digits, underscores and hyphens'),
    fallback: 'assets_backup_storage',
    about: 'name of the database that holds the backups',
  },
  STORAGE_LABEL: {
    read: z.string().max(100),
    fallback: 'Cloud',
    about: 'what administrators read as the place of their backups, such as "Cloud (EU, Germany)"',
  },
  PRIVATE_NETWORKS: {
    read: networks,
    fallback: '',
    about:
      'address ranges, comma separated, such as 10.20.0.0/16: databases, buckets and key services of administrators may be there though they are not on the internet, and without TLS',
  },
  DATA_DIR: {
    read: z.string(),
    fallback: 'data',
    about: 'folder of the embedded database and of the development key',
  },
  KEY_RING: {
    read: keyRing,
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
  DATA_CENTER_CALLS_PER_MINUTE: {
    read: number(0, 1_000_000),
    fallback: '1200',
    about:
      'calls a minute that one Data Center gets at most, whatever it takes; 0: as many as it takes',
  },
  DATA_CENTER_CALLS_AT_ONCE: {
    read: number(1, 24),
    fallback: '8',
    about:
      'calls that one Data Center gets at once at most; fewer as soon as its answers take longer',
  },
  CONFIRM_SECONDS: {
    read: number(0, 60),
    fallback: '3',
    about:
      'how long after a refusal of a site (400 to 499, in the words of its API) a run asks once more, before it believes it; a page waits a third of it',
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
    fallback: '7',
    about:
      'days between uninstalling and the deletion of all data, in which installing again brings all of it back; never less than an hour',
  },
  BIN_DAYS: {
    read: number(0, 365),
    fallback: '14',
    about:
      'days that a removed backup stays in the bin, from which it can be taken out again; 0 deletes it at once',
  },
  FULL_BACKUP_EVERY: {
    read: number(1, 1_000),
    fallback: '7',
    about:
      'every how many-th backup of a schema reads all objects; the others take over those that have not changed since the backup before, and read 1 % of these to compare. 1 reads all of them every time',
  },
  STORAGE_QUOTA_MB: {
    read: number(0, 1_000_000_000),
    fallback: '0',
    about:
      "MB that one site may use in the service's own storage; 0: as much as there is room for. A backup that would need more fails with a sentence, earlier ones stay",
  },
  TRUST_PROXY: {
    read: number(0, 10),
    fallback: '1',
    about: 'number of proxies in front of the service',
  },
  LOG_LEVEL: {
    read: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: "isn't a log level",
    }),
    fallback: 'info',
    about: 'fatal, error, warn, info, debug or silent',
  },
  ATLASSIAN_API_URL: {
    read: url,
    fallback: 'https://api.atlassian.com',
    about: "Atlassian's API host",
  },
  ATLASSIAN_MEDIA_URL: {
    read: url,
    fallback: 'https://api.media.atlassian.com',
    about: "Atlassian's media host, which uploaded icons are sent to",
  },
  UNDOCUMENTED_OFF: {
    read: list.pipe(
      z.array(z.enum(UNDOCUMENTED, { error: `is not a list of ${UNDOCUMENTED.join(', ')}` })),
    ),
    fallback: '',
    about: `calls that Atlassian does not document and that are not to be made, comma separated: ${UNDOCUMENTED.join(', ')}. What they would give is then not in backups, and not restored; connected-issues is documented, and asked by a page alone`,
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

export type SettingName = keyof typeof SETTINGS;
type Read<N extends SettingName> = z.output<(typeof SETTINGS)[N]['read']>;

/** Every setting as it was read; one without a value has none only where nothing stands for it. */
export type SettingValues = {
  [N in SettingName]: (typeof SETTINGS)[N]['fallback'] extends '' ? Read<N> | undefined : Read<N>;
};

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];
export const SECRET_SETTINGS: readonly SettingName[] = ['MONGODB_URI', 'KEY_RING'];

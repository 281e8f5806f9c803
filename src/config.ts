/**
 * The only reader of the environment. Every setting is one entry of a table (config/settings.ts);
 * all mistakes are reported at once. Each can also be given as a file: NAME_FILE instead of NAME.
 */
import { findProductionMistakes } from './config/find-production-mistakes.ts';
import { readSettings } from './config/read-settings.ts';
import { SECRET_SETTINGS, SETTING_NAMES, SETTINGS, type SettingValues } from './config/settings.ts';

export interface Config {
  production: boolean;
  port: number;
  bindAddress: string;
  /** Empty in development when PORT is 0: known once the service listens. */
  baseUrl: string;
  appKey: string;
  /** The Forge app whose calls are let in; undefined: none is. */
  forge: ForgeConfig | undefined;
  siteHosts: string[];
  mongodbUri: string | undefined;
  serviceDatabase: string;
  storageDatabase: string;
  storageLabel: string;
  /** Ranges that databases of administrators may be in though they are private. */
  privateNetworks: string[];
  dataDir: string;
  /** Id → key of 32 bytes; the first one is active. */
  keyRing: ReadonlyMap<string, Buffer> | undefined;
  workers: number;
  patienceMs: number;
  requestTimeoutMs: number;
  confirmMs: number;
  /** The maximum number of calls to a Data Center; null: as many a minute as it accepts. */
  dataCenterLimits: { atOnce: number; perMinute: number | null };
  leaseMs: number;
  minimumIntervalMinutes: number;
  restoreSettleMs: number;
  graceDays: number;
  binDays: number;
  /** Every n-th backup of a schema reads all objects. */
  fullBackupEvery: number;
  /** How much a tenant may use of the service's own storage; absent: unlimited. */
  quotaBytes: number | undefined;
  trustProxy: number;
  logLevel: string;
  atlassianApiUrl: string;
  /** Atlassian's media service. */
  mediaUrl: string;
  /** Undocumented calls that are switched off. */
  undocumentedOff: ReadonlySet<NonNullable<SettingValues['UNDOCUMENTED_OFF']>[number]>;
  pretendSiteUrl: string | undefined;
  /**
   * Origins that are connected to unchecked: PRETEND_SITE_URL with its media host, and
   * PRETEND_SITE_ADDRESSES. Empty in production.
   */
  pretendAddresses: string[];
}

interface ForgeConfig {
  /** Its UUID. */
  appId: string;
  environments: ('production' | 'staging' | 'development')[];
  /** Whose signatures are believed. */
  keysUrl: string;
  /** The realm of Atlassian's data residency that the service's own storage is in. */
  realm: string | undefined;
}

/** Where Atlassian publishes the keys of Forge's calls. */
export const FORGE_KEYS_URL = 'https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json';
const MEGABYTE = 1_000_000;

/** All mistakes in the settings, one a line. */
export class ConfigError extends Error {
  constructor(mistakes: string[]) {
    super(
      `Some settings are invalid:\n${mistakes.map((mistake) => ` - ${mistake}`).join('\n')}\nSee docs/operations.md.`,
    );
    this.name = 'ConfigError';
  }
}

/** Other blank settings get their defaults: this one would lift every check of production. */
const BLANK_NODE_ENV =
  'NODE_ENV is empty. Set it to production on a server, or remove it where this is tried out.';

/** Reads the settings. @throws ConfigError naming every mistake */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const { values, mistakes } = readSettings(env);
  if (env['NODE_ENV']?.trim() === '') mistakes.push(BLANK_NODE_ENV);
  if (values.NODE_ENV === 'production') mistakes.push(...findProductionMistakes(values, env));
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return configOf(values as SettingValues); // without a mistake, each has its value
}

function configOf(values: SettingValues): Config {
  const production = values.NODE_ENV === 'production';
  const pretendSites = values.PRETEND_SITE_URL ? [values.PRETEND_SITE_URL, mediaUrlOf(values)] : [];
  return {
    production,
    port: values.PORT,
    bindAddress: values.BIND_ADDRESS ?? (production ? '0.0.0.0' : '127.0.0.1'),
    baseUrl: values.BASE_URL ?? (values.PORT ? `http://127.0.0.1:${values.PORT}` : ''),
    appKey: values.APP_KEY,
    forge: forgeOf(values),
    siteHosts: values.SITE_HOSTS,
    mongodbUri: values.MONGODB_URI,
    serviceDatabase: values.SERVICE_DATABASE,
    storageDatabase: values.STORAGE_DATABASE,
    storageLabel: values.STORAGE_LABEL,
    privateNetworks: values.PRIVATE_NETWORKS ?? [],
    dataDir: values.DATA_DIR,
    keyRing: values.KEY_RING,
    workers: values.WORKERS,
    patienceMs: values.PATIENCE_MINUTES * 60_000,
    requestTimeoutMs: values.REQUEST_TIMEOUT_SECONDS * 1000,
    confirmMs: values.CONFIRM_SECONDS * 1000,
    dataCenterLimits: {
      atOnce: values.DATA_CENTER_CALLS_AT_ONCE,
      perMinute: values.DATA_CENTER_CALLS_PER_MINUTE || null,
    },
    leaseMs: values.LEASE_SECONDS * 1000,
    minimumIntervalMinutes: values.MINIMUM_INTERVAL_MINUTES,
    restoreSettleMs: values.RESTORE_SETTLE_SECONDS * 1000,
    graceDays: values.GRACE_DAYS,
    binDays: values.BIN_DAYS,
    fullBackupEvery: values.FULL_BACKUP_EVERY,
    quotaBytes: values.STORAGE_QUOTA_MB === 0 ? undefined : values.STORAGE_QUOTA_MB * MEGABYTE,
    trustProxy: values.TRUST_PROXY,
    logLevel: values.LOG_LEVEL,
    atlassianApiUrl: values.PRETEND_SITE_URL ?? values.ATLASSIAN_API_URL,
    mediaUrl: mediaUrlOf(values),
    undocumentedOff: new Set(values.UNDOCUMENTED_OFF ?? []),
    pretendSiteUrl: values.PRETEND_SITE_URL,
    pretendAddresses: [...new Set([...pretendSites, ...(values.PRETEND_SITE_ADDRESSES ?? [])])],
  };
}

function forgeOf(values: SettingValues): ForgeConfig | undefined {
  if (values.FORGE_APP_ID === undefined) return undefined;
  const pretend = values.PRETEND_SITE_URL;
  const usual = pretend ? `${pretend}/_simulator/forge/jwks.json` : FORGE_KEYS_URL;
  return {
    appId: values.FORGE_APP_ID,
    environments: values.FORGE_ENVIRONMENTS,
    keysUrl: values.FORGE_KEYS_URL ?? usual,
    realm: values.FORGE_REALM,
  };
}

/** A pretend site sends nothing to Atlassian. */
const mediaUrlOf = ({ PRETEND_SITE_URL: site, ATLASSIAN_MEDIA_URL: media }: SettingValues) =>
  site && media === SETTINGS.ATLASSIAN_MEDIA_URL.fallback ? site : media;

/** Every setting with its default and its sentence, for docs/operations.md and its test. */
export const settingsTable = SETTING_NAMES.map((name) => ({
  name,
  fallback: SETTINGS[name].fallback,
  about: SETTINGS[name].about,
  secret: SECRET_SETTINGS.includes(name),
}));

/**
 * This process computes in UTC: node-cron, which ticks the schedules, stands still for an hour
 * where the machine's own clock goes back. Zones of people are always named.
 */
export function keepToUtc(env: Record<string, string | undefined> = process.env): void {
  env['TZ'] = 'UTC';
}

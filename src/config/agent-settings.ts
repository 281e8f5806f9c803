import { rootCertificates } from 'node:tls';
import { z } from 'zod';
import { isGiven, readTable } from './read-settings.ts';

/** An agent's settings. */
export interface AgentSettings {
  /** Without a slash at the end. */
  serviceUrl: string;
  token: string;
  /** With the context path, without a slash at the end. */
  siteUrl: string;
  /** The header that calls to the site are signed with. */
  authorization: string;
  /** Certificates that are trusted of the site; undefined: those that everybody trusts. */
  authorities: string[] | undefined;
  /** Calls at once. */
  concurrency: number;
  logLevel: string;
}

/** All mistakes in the agent's settings, one a line. */
export class AgentSettingsError extends Error {
  constructor(mistakes: readonly string[]) {
    super(
      `Some settings of the agent are invalid:\n${mistakes.map((each) => ` - ${each}`).join('\n')}\nSee docs/operations.md.`,
    );
    this.name = 'AgentSettingsError';
  }
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.includes(hostname);
const isPlain = ({ protocol, username, password, search, hash, pathname }: URL): boolean =>
  /^https?:$/.test(protocol) &&
  username + password + search + hash === '' &&
  /^[\w./~-]*$/.test(pathname);
const address = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (!url || !isPlain(url)) {
    context.addIssue("isn't an address such as https://jira.example.com");
    return z.NEVER;
  }
  if (url.protocol === 'http:' && !isLoopback(url))
    context.addIssue('must start with https://, except for this machine itself');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
});
const header = z.string().regex(/^[\x20-\x7e]{1,1000}$/, "isn't a single line of plain text");
const certificates = z
  .string()
  .regex(/^-----BEGIN CERTIFICATE-----/, "doesn't start with -----BEGIN CERTIFICATE-----");

/**
 * Name → how it is read, what stands where it is not set (empty: nothing does), and the sentence
 * that docs/operations.md and a mistake say of it.
 */
const AGENT_SETTINGS = {
  AGENT_SERVICE_URL: {
    read: address,
    fallback: '',
    about: 'address of this service, as in BASE_URL',
  },
  AGENT_TOKEN: {
    read: z.string().regex(/^bma_[0-9a-f]{24}_[\w-]{43}$/, "isn't a token of an agent"),
    fallback: '',
    about: 'token of the agent, made in Settings',
  },
  AGENT_SITE_URL: {
    read: address,
    fallback: '',
    about: 'address of the Data Center site, with its context path; the agent calls nothing else',
  },
  AGENT_SITE_TOKEN: {
    read: header,
    fallback: '',
    about: 'personal access token of the account that reads and writes Assets',
  },
  AGENT_SITE_USER: {
    read: header,
    fallback: '',
    about: 'user name, in place of the personal access token; Jira 11 takes no password by default',
  },
  AGENT_SITE_PASSWORD: { read: z.string(), fallback: '', about: 'password of AGENT_SITE_USER' },
  AGENT_SITE_CA: {
    read: certificates,
    fallback: '',
    about: "certificates (PEM) of the site's own authority, where it has one",
  },
  AGENT_CONCURRENCY: {
    read: z.string().regex(/^([1-9]|[1-5]\d|6[0-4])$/, "isn't a number from 1 to 64"),
    fallback: '8',
    about: 'calls to the site at once',
  },
  LOG_LEVEL: {
    read: z.enum(['error', 'warn', 'info', 'debug'], { error: "isn't a log level" }),
    fallback: 'info',
    about: 'error, warn, info or debug',
  },
} as const;

const AGENT_SECRETS = ['AGENT_TOKEN', 'AGENT_SITE_TOKEN', 'AGENT_SITE_PASSWORD'];
const MANDATORY = ['AGENT_SERVICE_URL', 'AGENT_TOKEN', 'AGENT_SITE_URL'] as const;

/** @throws AgentSettingsError naming every mistake */
export function readAgentSettings(
  env: Record<string, string | undefined> = process.env,
): AgentSettings {
  const table = { settings: AGENT_SETTINGS, secret: AGENT_SECRETS };
  const { values, mistakes } = readTable(table, env);
  const isSet = (name: string): boolean => isGiven(name, env);
  for (const name of MANDATORY)
    if (!isSet(name)) mistakes.push(`${name} is mandatory: ${AGENT_SETTINGS[name].about}.`);
  mistakes.push(...findLoginMistakes(isSet));
  if (mistakes.length > 0) throw new AgentSettingsError(mistakes);
  const text = (name: keyof typeof AGENT_SETTINGS): string => {
    const value = values[name];
    return typeof value === 'string' ? value : '';
  };
  const certificate = text('AGENT_SITE_CA');
  return {
    serviceUrl: text('AGENT_SERVICE_URL'),
    token: text('AGENT_TOKEN'),
    siteUrl: text('AGENT_SITE_URL'),
    authorization: authorizationOf(text),
    authorities: certificate === '' ? undefined : [...rootCertificates, certificate],
    concurrency: Number(text('AGENT_CONCURRENCY')),
    logLevel: text('LOG_LEVEL'),
  };
}

function findLoginMistakes(isSet: (name: string) => boolean): string[] {
  const [token, user, password] = ['TOKEN', 'USER', 'PASSWORD'].map((name) =>
    isSet(`AGENT_SITE_${name}`),
  );
  if (token && (user || password))
    return ['AGENT_SITE_TOKEN and AGENT_SITE_USER are set. Set one of them.'];
  if (!token && !user)
    return ['AGENT_SITE_TOKEN is mandatory, or AGENT_SITE_USER with AGENT_SITE_PASSWORD.'];
  if (user && !password) return ['AGENT_SITE_PASSWORD is mandatory with AGENT_SITE_USER.'];
  return [];
}

function authorizationOf(text: (name: keyof typeof AGENT_SETTINGS) => string): string {
  const token = text('AGENT_SITE_TOKEN');
  if (token !== '') return `Bearer ${token}`;
  const pair = `${text('AGENT_SITE_USER')}:${text('AGENT_SITE_PASSWORD')}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Every setting with its default and its sentence, for docs/operations.md and its test. */
export const agentSettingsTable = Object.entries(AGENT_SETTINGS).map(
  ([name, { fallback, about }]) => ({
    name,
    fallback,
    about,
    secret: AGENT_SECRETS.includes(name),
  }),
);

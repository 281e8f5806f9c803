/** Starts the service as a process, and ends it as a power cut would. */
import { fork } from 'node:child_process';
import path from 'node:path';
import { KEY_RING } from '../fixtures/fixture-name.ts';

/** What shows in the fixture. */
export const SHOWN_SETTINGS = {
  STORAGE_LABEL: 'Cloud (EU, Germany)',
  GRACE_DAYS: '30',
  BIN_DAYS: '0',
  RESTORE_SETTLE_SECONDS: '1',
  LEASE_SECONDS: '2',
};

export interface Surroundings {
  uri: string;
  databases: { service: string; storage: string };
  /** The address of Assets, and those of the sites. */
  apiUrl: string;
  siteUrls: string[];
}

/** The environment of a service on these databases and sites. */
export function serviceEnv({ uri, databases, apiUrl, siteUrls }: Surroundings) {
  return {
    NODE_ENV: 'test',
    PORT: '0',
    KEY_RING,
    MONGODB_URI: uri,
    SERVICE_DATABASE: databases.service,
    STORAGE_DATABASE: databases.storage,
    PRETEND_SITE_URL: apiUrl,
    PRETEND_SITE_ADDRESSES: siteUrls.join(','),
    ...SHOWN_SETTINGS,
  };
}

export interface ServiceProcess {
  url: string;
  /** At once, without a warning. */
  kill(): Promise<void>;
}

const ENTRY = path.join(import.meta.dirname, 'service-entry.ts');

export async function startService(
  surroundings: Surroundings,
  more: Record<string, string> = {},
): Promise<ServiceProcess> {
  const env = { ...process.env, ...serviceEnv(surroundings), ...more };
  const child = fork(ENTRY, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (address: string) => resolve(address));
    child.once('exit', (status) => reject(new Error(`The service ended with ${status}.`)));
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return { url, kill };
}

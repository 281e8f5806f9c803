import { AS_IN_THE_IMAGE } from '../../scripts/as-in-the-image.ts';
import { FORGE_APP_ID } from '../../simulator/forge-host/forge-host.ts';
import { startChild, type Child } from './child.ts';

/** The only key of the services that are measured. */
export const BENCH_KEY = Buffer.alloc(32, 1);

export type StartService = (
  uri: string,
  name: string,
  site: string,
  others: string[],
) => Promise<Child>;

/** A service with databases of its own. `others`: more sites that it may write to. */
export function startService(
  uri: string,
  name: string,
  site: string,
  others: string[] = [],
): Promise<Child> {
  return startChild(
    [...AS_IN_THE_IMAGE.flags, 'src/main.ts'],
    settingsOf(uri, name, site, others),
    /Listening at (http:\/\/[^ "]+)\./,
  );
}

/** The same for a site with its media service, which files go to and come from. */
export function startServiceWithMedia(
  uri: string,
  name: string,
  { url, mediaUrl }: { url: string; mediaUrl: string },
): Promise<Child> {
  const settings = settingsOf(uri, name, url, [mediaUrl]);
  return startChild(
    [...AS_IN_THE_IMAGE.flags, 'src/main.ts'],
    { ...settings, ATLASSIAN_MEDIA_URL: mediaUrl },
    /Listening at (http:\/\/[^ "]+)\./,
  );
}

/** The same with a bare route beside it, whose address is the second one found. */
export function startPageServer(
  uri: string,
  name: string,
  site: string,
  others: string[],
): Promise<Child> {
  return startChild(
    [...AS_IN_THE_IMAGE.flags, 'bench/pages/page-server.ts'],
    settingsOf(uri, name, site, others),
    /Listening at (http:\S+), bare at (http:\S+)\./,
  );
}

const settingsOf = (uri: string, name: string, site: string, others: string[]) => ({
  ...AS_IN_THE_IMAGE.env,
  NODE_ENV: 'test',
  PORT: '0',
  MONGODB_URI: uri,
  SERVICE_DATABASE: name,
  STORAGE_DATABASE: `${name}_s`,
  KEY_RING: `k:${BENCH_KEY.toString('base64')}`,
  PRETEND_SITE_URL: site,
  PRETEND_SITE_ADDRESSES: others.join(','),
  RESTORE_SETTLE_SECONDS: '1',
  PRIVATE_NETWORKS: '127.0.0.0/8',
  FORGE_APP_ID,
});

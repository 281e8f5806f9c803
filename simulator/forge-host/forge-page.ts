import type { Answer, Exchange } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { adminShell } from '../connect-host/admin-shell.ts';
import type { World } from '../world/world.ts';
import type { ForgeHost } from './forge-host.ts';

const TITLE = 'Backup & Migration for Assets';

/** Jira's administration of apps around a Custom UI page. @throws HttpError 404 */
export function forgePage(world: World, host: ForgeHost, { query }: Exchange): Answer {
  if (!host.installation) throw new HttpError(404, ['The Forge app is not installed.']);
  // Atlassian serves the app's files from a host of their own.
  const frameUrl = `${world.url.replace('127.0.0.1', 'localhost')}/_simulator/forge/cdn/index.html`;
  return adminShell({
    world,
    query,
    title: TITLE,
    frameUrl: () => frameUrl,
    script: '/_simulator/forge/forge-page.js',
    navigation: () => '',
  });
}

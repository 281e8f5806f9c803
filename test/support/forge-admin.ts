import { AdminSession } from '../../scripts/admin-session.ts';
import { FORGE_APP_ID } from '../../simulator/forge-host/forge-host.ts';
import type { RunningApp } from './running-app.ts';

/** Opens the door for the pretend site's Forge app. */
export const FORGE_SETTINGS = { FORGE_APP_ID, FORGE_ENVIRONMENTS: 'production,development' };

/** An administrator whose pages come through Forge. */
export const forgeAdmin = ({ simulator, app }: RunningApp, account?: string): AdminSession =>
  new AdminSession(simulator.url, app.url, account, 'forge');

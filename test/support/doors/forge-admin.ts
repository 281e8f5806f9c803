import { AdminSession } from '../../../scripts/admin-session.ts';
import type { RunningApp } from '../running-app.ts';

/** An administrator whose pages come through Forge. */
export const forgeAdmin = ({ simulator, app }: RunningApp, account?: string): AdminSession =>
  new AdminSession(simulator.url, app.url, account, 'forge');

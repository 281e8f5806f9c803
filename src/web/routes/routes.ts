/**
 * Every address of the service, with the guard that it needs. A test walks this table and tries
 * every door.
 */
import { health, readiness } from './health.ts';
import { connectionLine } from '../pages/setup/connection-line.ts';
import { connectionDelete } from '../pages/setup/connection-delete.ts';
import { connectionDeleteAsk } from '../pages/setup/connection-delete-ask.ts';
import { homeShow } from '../pages/schemas/grid/home-show.ts';
import { setupCredentials } from '../pages/setup/account/setup-credentials.ts';
import { setupEdit } from '../pages/setup/setup-edit.ts';
import { setupOwnAccess, setupOwnAccessSave } from '../pages/setup/account/setup-own-access.ts';
import { setupStorage } from '../pages/setup/setup-storage.ts';
import { setupWorkspace } from '../pages/setup/account/setup-workspace.ts';
import { BACKUP_ROUTES } from './backup-routes.ts';
import { RESTORE_ROUTES } from './restore-routes.ts';
import { get, page, post, type Route } from './route.ts';
import { SCHEMA_ROUTES } from './schema-routes.ts';
import { SETTINGS_ROUTES } from './settings-routes.ts';

export const ROUTES: Route[] = [
  { method: 'get', path: '/healthz', guard: 'public', answer: health },
  { method: 'get', path: '/readyz', guard: 'public', answer: readiness },
  { method: 'post', path: '/installed', guard: 'install' },
  { method: 'post', path: '/uninstalled', guard: 'uninstall' },
  { method: 'post', path: '/enabled', guard: 'site' },
  { method: 'post', path: '/disabled', guard: 'site' },

  page('/pages/home', homeShow),
  page('/pages/configure', setupEdit),
  page('/pages/start', homeShow),

  get('/app/home', homeShow),
  get('/app/setup', setupEdit),
  post('/app/setup/workspace', setupWorkspace),
  post('/app/setup/credentials', setupCredentials),
  get('/app/setup/own-access', setupOwnAccess),
  post('/app/setup/own-access', setupOwnAccessSave),
  post('/app/setup/storage', setupStorage),
  get('/app/connection', connectionLine),
  get('/app/connection/delete', connectionDeleteAsk),
  post('/app/connection/delete', connectionDelete),

  ...SETTINGS_ROUTES,
  ...SCHEMA_ROUTES,
  ...BACKUP_ROUTES,
  ...RESTORE_ROUTES,
];

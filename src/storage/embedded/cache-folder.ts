import { homedir } from 'node:os';
import path from 'node:path';

/** Where this user keeps what the project fetches once, under this name. */
export function cacheFolder(name: string): string {
  const cache = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.join(cache, 'backup-migration-for-assets', name);
}

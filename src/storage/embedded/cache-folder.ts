import { homedir } from 'node:os';
import path from 'node:path';

/** The folder in which this user keeps what the project fetches once. */
export function cacheFolder(name: string): string {
  const cache = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.join(cache, 'backup-migration-for-assets', name);
}

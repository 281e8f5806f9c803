import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readKeyRing } from './config/read-key-ring.ts';

/**
 * A key ring for trying and developing, made once and kept beside the embedded database's data.
 * Production has its own (KEY_RING).
 */
export function developmentKeyRing(dataDir: string): ReadonlyMap<string, Buffer> {
  const file = path.join(dataDir, 'development-key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `dev:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  const { keys, mistakes } = readKeyRing(readFileSync(file, 'utf8'));
  if (mistakes.length > 0)
    throw new Error(
      `The development key in ${file} can't be read: ${mistakes.join('; ')}. Restore the file: without it, the data it encrypted can't be opened.`,
    );
  return keys;
}

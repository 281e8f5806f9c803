import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A key ring for trying and developing, made once and kept beside the embedded database's data.
 * Production has its own (KEY_RING).
 */
export function developmentKeyRing(dataDir: string): string {
  const file = path.join(dataDir, 'development-key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `dev:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}

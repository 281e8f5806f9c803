import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 250;
/** A lock that is older was left by an installation that was killed. */
const STALE_LOCK_MS = 3 * 60_000;

/**
 * Fills a folder once for every process of this user; those that come meanwhile wait. What a killed
 * installation left is removed first. @throws what `install` throws
 */
export async function installOnce(folder: string, install: () => Promise<void>): Promise<void> {
  const complete = path.join(folder, 'complete');
  const lock = `${folder}.installing`;
  mkdirSync(path.dirname(folder), { recursive: true });
  while (!existsSync(complete)) {
    if (!takeLock(lock)) {
      await delay(POLL_MS);
      continue;
    }
    try {
      if (existsSync(complete)) return;
      rmSync(folder, { recursive: true, force: true });
      await install();
      writeFileSync(complete, '');
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
}

/** Only one process can make a folder. */
function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const madeAt = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeAt > STALE_LOCK_MS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

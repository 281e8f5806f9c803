import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { takeLock } from './take-lock.ts';

const POLL_MS = 250;

/**
 * Fills a folder once for every process of this user; those that come meanwhile wait, and say so
 * once. What a killed installation left is removed first. @throws what `install` throws
 */
export async function installOnce(
  folder: string,
  install: () => Promise<void>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  const complete = path.join(folder, 'complete');
  mkdirSync(path.dirname(folder), { recursive: true });
  let isSaid = false;
  while (!existsSync(complete)) {
    const taken = takeLock(`${folder}.lock`);
    if ('holder' in taken) {
      if (!isSaid) log(`Waiting for another installation (process ${taken.holder})…`);
      isSaid = true;
      await delay(POLL_MS);
      continue;
    }
    try {
      if (existsSync(complete)) return;
      rmSync(folder, { recursive: true, force: true });
      await install();
      writeFileSync(complete, '');
    } finally {
      taken.unlock();
    }
  }
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * One process a data folder: takes the folder's lock, also from a process that is gone. Returns the
 * unlocking. @throws Error naming the other process
 */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, '..', `${path.basename(folder)}.lock`);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(file, 'utf8'));
    if (isAlive(holder))
      throw new Error(
        `The data folder ${folder} is in use by process ${holder}. Stop that process, or set DATA_DIR to another folder.`,
      );
    rmSync(file, { force: true });
  }
  throw new Error(`The data folder ${folder} couldn't be locked. Try again.`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

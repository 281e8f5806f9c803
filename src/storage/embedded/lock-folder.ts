import path from 'node:path';
import { takeLock } from './take-lock.ts';

/**
 * One process a data folder: takes the folder's lock, also from a process that is gone. Returns the
 * unlocking. @throws Error naming the other process
 */
export function lockFolder(folder: string): () => void {
  const taken = takeLock(path.join(folder, '..', `${path.basename(folder)}.lock`));
  if ('unlock' in taken) return taken.unlock;
  throw new Error(
    `The data folder ${folder} is in use by process ${taken.holder}. Stop that process, or set DATA_DIR to another folder.`,
  );
}

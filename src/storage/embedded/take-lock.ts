import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** The lock is ours until it's given back, or another process has it. */
export type TakenLock = { unlock: () => void } | { holder: number };

/**
 * Takes a lock that one process has at a time, also from one that is gone, however it ended. It's
 * a file that names its holder, and appears whole or not at all.
 */
export function takeLock(file: string): TakenLock {
  const mine = aside(file);
  writeFileSync(mine, nameOf(process.pid), { flag: 'wx' });
  try {
    while (!link(mine, file)) {
      const held = read(file);
      if (held === undefined) continue; // it was given back meanwhile
      const holder = holderOf(held);
      if (holder !== undefined) return { holder };
      removeLeft(file, held);
    }
    return { unlock: () => rmSync(file, { force: true }) };
  } finally {
    rmSync(mine, { force: true });
  }
}

/** The process, unless it is gone: a later one that has its id began at another time. */
function holderOf(held: string): number | undefined {
  const [id = '', began] = held.split(' ');
  const pid = Number(id);
  if (!isAlive(pid)) return undefined;
  const beganNow = beginOf(pid);
  const isLater = began !== undefined && beganNow !== undefined && began !== beganNow;
  return isLater ? undefined : pid;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Its id and, where that is known, when it began. */
function nameOf(pid: number): string {
  const began = beginOf(pid);
  return began === undefined ? String(pid) : `${pid} ${began}`;
}

/** Field 22 of `/proc/<pid>/stat`, in ticks. Undefined where the system has no such file. */
function beginOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name in brackets, may have spaces and brackets itself.
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return afterName[22 - 3];
  } catch {
    return undefined;
  }
}

/** Another process may have done so already, and hold the lock by now: then it gets it back. */
function removeLeft(file: string, left: string): void {
  const removed = aside(file);
  try {
    renameSync(file, removed);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (read(removed) !== left) link(removed, file);
  rmSync(removed, { force: true });
}

/** Whether there was no such file. */
function link(from: string, file: string): boolean {
  try {
    linkSync(from, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined where there is none. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const aside = (file: string): string => `${file}.${randomBytes(6).toString('hex')}`;

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

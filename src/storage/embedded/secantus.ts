/**
 * SecantusDB: a server of MongoDB's wire protocol on WiredTiger, from PyPI. Beta, GPL-2.0, a separate program that is not linked: for trying,
 * developing and testing. Installed once, into a private virtual environment under the user's cache folder.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VERSION = '0.7.0b3';
const INSTALL_MS = 10 * 60_000;

/** The path of the server program, installed first if need be. Two processes at once wait for each other. @throws Error with what to install */
export async function installSecantus(log: (line: string) => void): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  const folder = path.join(cache, 'backup-migration-for-assets', `secantus-${VERSION}`);
  const complete = path.join(folder, 'complete');
  const program = path.join(folder, 'bin', 'secantusd-py');
  const lock = `${folder}.installing`;
  mkdirSync(path.dirname(folder), { recursive: true });
  while (!existsSync(complete)) {
    if (!takeLock(lock)) {
      await delay(500);
      continue;
    }
    try {
      if (!existsSync(complete)) await install(folder, log);
      writeFileSync(complete, VERSION);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return program;
}

/** A folder is made by one process only; one left behind by a killed installation is old. */
function takeLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (
      Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) >
      INSTALL_MS
    )
      rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

async function install(folder: string, log: (line: string) => void): Promise<void> {
  const python = await findPython();
  log('Installing the embedded database, once (SecantusDB from PyPI, about half a minute) …');
  rmSync(folder, { recursive: true, force: true });
  try {
    await run(python, ['-m', 'venv', folder], { timeout: INSTALL_MS });
    await run(
      path.join(folder, 'bin', 'pip'),
      ['install', '--quiet', '--disable-pip-version-check', `SecantusDB==${VERSION}`],
      { timeout: INSTALL_MS },
    );
  } catch (error) {
    const detail =
      (error as { stderr?: string }).stderr?.trim().split('\n').slice(-5).join('\n') ?? '';
    throw new Error(
      `The embedded database could not be installed from PyPI. Set MONGODB_URI to use a MongoDB of your own.\n${detail}`,
      { cause: error },
    );
  }
}

async function findPython(): Promise<string> {
  for (const name of [
    'python3',
    'python3.13',
    'python3.12',
    'python3.11',
    'python3.10',
    'python',
  ]) {
    try {
      await run(name, [
        '-c',
        'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)',
      ]);
      return name;
    } catch {
      // not there, too old, or without venv: try the next
    }
  }
  throw new Error(
    'The embedded database needs Python 3.10 or newer with venv (on Debian: python3-venv). Install it, put a mongod on the PATH, or set MONGODB_URI.',
  );
}

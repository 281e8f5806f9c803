import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** SecantusDB has wheels for these only; whatever `python3` means on this machine comes last. */
const CANDIDATES = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3', 'python'];
const PROBE_MS = 10_000;
const PROBE =
  'import sys, venv, ensurepip; sys.exit(0 if (3, 10) <= sys.version_info[:2] <= (3, 13) else 1)';

/** A Python 3.10 to 3.13 that can make virtual environments. @throws Error with what to install */
export async function findPython(): Promise<string> {
  for (const name of CANDIDATES) {
    if (await canInstall(name)) return name;
  }
  throw new Error(
    'The embedded database needs Python 3.10 to 3.13 with venv (on Debian: python3-venv). Install it, or set MONGODB_URI. For a new data folder (DATA_DIR), a mongod on the PATH will do.',
  );
}

async function canInstall(python: string): Promise<boolean> {
  try {
    await promisify(execFile)(python, ['-c', PROBE], { timeout: PROBE_MS });
    return true;
  } catch {
    return false; // missing, too old, too new, or without venv
  }
}

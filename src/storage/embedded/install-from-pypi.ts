import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** In all, however slowly the index answers. */
const INSTALL_MS = 120_000;
const PIP_OPTIONS = [
  // Most of what is installed is never imported; Python compiles what is.
  '--no-compile',
  '--disable-pip-version-check',
  '--no-input',
  '--timeout',
  '15',
  '--retries',
  '1',
];

/**
 * Fills a folder with a private virtual environment that holds these packages, each with its exact
 * version. @throws Error that says in a few words why not
 */
export async function installFromPypi(
  folder: string,
  { python, packages }: { python: string; packages: readonly string[] },
): Promise<void> {
  const deadline = AbortSignal.timeout(INSTALL_MS);
  const run = (program: string, commandLine: string[]) =>
    promisify(execFile)(program, commandLine, { signal: deadline, killSignal: 'SIGKILL' });
  try {
    await run(python, ['-m', 'venv', folder]);
    const pip = path.join(folder, 'bin', 'pip');
    await run(pip, ['install', '--quiet', ...PIP_OPTIONS, ...packages]);
  } catch (error) {
    const why = deadline.aborted ? "PyPI didn't answer in time." : lastLines(error);
    throw new Error(why, { cause: error });
  }
}

function lastLines(error: unknown): string {
  const { stderr } = error as { stderr?: string };
  return stderr?.trim().split('\n').slice(-5).join('\n') ?? '';
}

/**
 * The browser of the tests and pictures: Chromium from the npm package, unpacked once into a
 * private folder named by its version, or a Chrome that is installed where the package has none
 * (it is for Linux on x86-64 only).
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../src/storage/embedded/cache-folder.ts';
import { installOnce } from '../../src/storage/embedded/install-once.ts';
import { isProgram } from '../../src/storage/embedded/is-program.ts';

const UNPACK_MS = 120_000;
const INSTALLED_BROWSERS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
];

function findInstalledBrowser(): string | undefined {
  const named = process.env['CHROME_PATH'];
  return named ?? INSTALLED_BROWSERS.find(isProgram);
}

function packageVersion(): string {
  const file = findPackageJSON('@sparticuz/chromium', import.meta.url);
  if (!file) throw new Error('The browser package is missing. Run npm ci first.');
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/** The package unpacks into whatever is the temporary folder of its process. */
async function unpack(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const program =
    "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath();";
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    env: { ...process.env, TMPDIR: folder },
    timeout: UNPACK_MS,
  });
}

/**
 * The path of a browser, unpacked first if need be; processes that ask at once wait for each other.
 * @returns undefined where there is none
 */
export async function installBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return findInstalledBrowser();
  const folder = cacheFolder(`chromium-${packageVersion()}`);
  await installOnce(folder, () => unpack(folder));
  const program = path.join(folder, 'chromium');
  return existsSync(program) ? program : findInstalledBrowser();
}

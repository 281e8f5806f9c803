/**
 * SecantusDB: a server of MongoDB's wire protocol on WiredTiger, from PyPI. Beta, GPL-2.0, a
 * separate program that is not linked: for trying, developing and testing. Installed once, into a
 * private virtual environment in the user's cache folder.
 */
import path from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { findPython } from './find-python.ts';
import { installFromPypi } from './install-from-pypi.ts';
import { installOnce } from './install-once.ts';

const VERSION = '0.7.0b3';

/** The path of the server program, installed first if need be. @throws Error with what to do */
export async function installSecantus(log: (line: string) => void): Promise<string> {
  const folder = cacheFolder(`secantus-${VERSION}`);
  await installOnce(folder, () => install(folder, log), log);
  return path.join(folder, 'bin', 'secantusd-py');
}

async function install(folder: string, log: (line: string) => void): Promise<void> {
  const python = await findPython();
  log(
    `Installing the embedded database (SecantusDB ${VERSION} from PyPI, with ${python}). This happens once and takes about 30 seconds, 2 minutes at most…`,
  );
  try {
    await installFromPypi(folder, { python, packages: [`SecantusDB==${VERSION}`] });
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Error(
      `The embedded database couldn't be installed from PyPI. Check your connection to PyPI (proxy, index), or set MONGODB_URI to your own MongoDB. For a new data folder (DATA_DIR), a mongod on the PATH will do.\n${why}`,
      { cause: error },
    );
  }
}

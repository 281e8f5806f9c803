/**
 * moto: a server that speaks S3 as Amazon does, from PyPI, Object Lock and conditional writes
 * included; everything is in its memory. A separate program for developing and testing. Installed
 * once, into a private virtual environment in the user's cache folder.
 */
import path from 'node:path';
import { cacheFolder } from '../../src/storage/embedded/cache-folder.ts';
import { findPython } from '../../src/storage/embedded/find-python.ts';
import { installFromPypi } from '../../src/storage/embedded/install-from-pypi.ts';
import { installOnce } from '../../src/storage/embedded/install-once.ts';
import { startDatabaseProcess } from '../../src/storage/embedded/start-database-process.ts';

const VERSION = '5.2.5';
const PACKAGES = [`moto[s3]==${VERSION}`, 'flask==3.1.2', 'flask-cors==6.0.1'];

export interface BucketServer {
  /** `http://127.0.0.1:port` */
  endpoint: string;
  stop(): Promise<void>;
}

/**
 * Whether moto is there, installed first if need be; where it can't be, a quiet line says why.
 */
export async function installMoto(log: (line: string) => void): Promise<boolean> {
  try {
    await installOnce(cacheFolder(`moto-${VERSION}`), () => install(log), log);
    return true;
  } catch (error) {
    log(
      `moto can't be installed from PyPI (${error instanceof Error ? error.message : 'unknown'})`,
    );
    return false;
  }
}

/** Starts moto on a free port of 127.0.0.1. It ends with this process, however that ends. */
export async function startMoto(): Promise<BucketServer> {
  const program = path.join(cacheFolder(`moto-${VERSION}`), 'bin', 'moto_server');
  const server = await startDatabaseProcess(
    (free) => [program, '--host', '127.0.0.1', '--port', String(free)],
    /Running on http/,
  );
  return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
}

async function install(log: (line: string) => void): Promise<void> {
  const python = await findPython();
  const folder = cacheFolder(`moto-${VERSION}`);
  log(
    `Installing a bucket server for tests (moto ${VERSION} from PyPI, with ${python}). This happens once and takes about 40 seconds, 2 minutes at most…`,
  );
  await installFromPypi(folder, { python, packages: PACKAGES });
}

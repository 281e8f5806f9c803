/**
 * FerretDB in front of a PostgreSQL that has the documentdb extension, the open engine of Azure
 * DocumentDB: a second implementation of MongoDB's protocol, independent of the embedded one. The
 * gateway is built from its source by Go, once, into the user's cache folder; the PostgreSQL is the
 * caller's.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../src/storage/embedded/cache-folder.ts';
import { installOnce } from '../../src/storage/embedded/install-once.ts';
import { startDatabaseProcess } from '../../src/storage/embedded/start-database-process.ts';

const VERSION = 'v2.7.0';
const MODULE = `github.com/FerretDB/FerretDB/v2/ferretdb@${VERSION}`;
const MAIN = path.join(import.meta.dirname, 'ferretdb', 'main.go');
/** It is built in about 2 minutes on 2 cores. */
const BUILD_MS = 15 * 60_000;
const folder = (): string => cacheFolder(`ferretdb-${VERSION}`);

interface FerretDb {
  uri: string;
  stop(): Promise<void>;
}

/**
 * Starts it on a free port of 127.0.0.1; `stateDir` is a folder for it alone. It ends with this
 * process, however that ends. @throws Error where Go can't build it, or PostgreSQL does not answer
 */
export async function startFerretDb(
  postgresUrl: string,
  stateDir: string,
  log: (line: string) => void,
): Promise<FerretDb> {
  await installOnce(folder(), () => build(log), log);
  mkdirSync(stateDir, { recursive: true });
  const program = path.join(folder(), 'gateway');
  const server = await startDatabaseProcess(
    (port) => [program, `127.0.0.1:${port}`, postgresUrl, stateDir],
    /gateway ready/,
  );
  return { uri: `mongodb://127.0.0.1:${server.port}/`, stop: () => server.stop() };
}

async function build(log: (line: string) => void): Promise<void> {
  log(`Building FerretDB ${VERSION} with Go. This takes about 2 minutes…`);
  mkdirSync(folder(), { recursive: true });
  cpSync(MAIN, path.join(folder(), 'main.go'));
  const options = { cwd: folder(), timeout: BUILD_MS };
  const go = (...words: string[]) => promisify(execFile)('go', words, options);
  await go('mod', 'init', 'gateway');
  await go('get', MODULE);
  await go('build', '-o', 'gateway', '.');
}

/**
 * versitygw: a server that speaks S3 over a folder, as self-hosters run it. Built from its source
 * by Go, where that is installed; once, into the user's cache folder.
 */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../src/storage/embedded/cache-folder.ts';
import { installOnce } from '../../src/storage/embedded/install-once.ts';
import { startDatabaseProcess } from '../../src/storage/embedded/start-database-process.ts';
import type { BucketServer } from './start-moto.ts';

const VERSION = 'v1.8.0';
const SOURCE = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;
/** It is built in about 5 minutes on 2 cores. */
const BUILD_MS = 15 * 60_000;
const folder = (): string => cacheFolder(`versitygw-${VERSION}`);

interface BucketUser {
  accessKey: string;
  secretKey: string;
}

/** Builds it where that was never done. Undefined where it can be had, else why not. */
export async function installVersitygw(log: (line: string) => void): Promise<string | undefined> {
  try {
    await installOnce(folder(), () => build(log), log);
    return undefined;
  } catch (error) {
    return `versitygw can't be built by Go (${error instanceof Error ? error.message : 'unknown'})`;
  }
}

async function build(log: (line: string) => void): Promise<void> {
  log(`Building a bucket server for tests (versitygw ${VERSION}). This takes about 5 minutes…`);
  mkdirSync(folder(), { recursive: true });
  const env = { ...process.env, GOBIN: folder(), GOFLAGS: '-mod=mod' };
  await promisify(execFile)('go', ['install', SOURCE], { env, timeout: BUILD_MS });
}

/**
 * Starts it on a free port of 127.0.0.1 over an empty folder. It ends with this process, however
 * that ends.
 */
export async function startVersitygw(
  dataDir: string,
  { accessKey, secretKey }: BucketUser,
): Promise<BucketServer> {
  const objects = path.join(dataDir, 'objects');
  const versions = path.join(dataDir, 'versions');
  for (const each of [objects, versions]) mkdirSync(each, { recursive: true });
  const program = path.join(folder(), 'versitygw');
  const user = ['--access', accessKey, '--secret', secretKey];
  const folders = ['posix', '--versioning-dir', versions, objects];
  const server = await startDatabaseProcess(
    (port) => [program, ...user, '--port', `127.0.0.1:${port}`, ...folders],
    /service listening/,
  );
  return { endpoint: `http://127.0.0.1:${server.port}`, stop: () => server.stop() };
}

import { request } from 'node:https';
import path from 'node:path';
import { isProgram } from './is-program.ts';

const DOWNLOAD_HOST = 'fastdl.mongodb.org';
const PROBE_MS = 2_000;
const INSTEAD = 'For new data, another server with the same protocol is used.';

/**
 * The path of a mongod, or `null`: MONGOMS_SYSTEM_BINARY, one on the PATH, or one that
 * mongodb-memory-server-core has or can fetch.
 */
export async function findMongod(log: (line: string) => void): Promise<string | null> {
  const named = process.env['MONGOMS_SYSTEM_BINARY'];
  if (named) return named;
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, 'mongod');
    if (isProgram(candidate)) return candidate;
  }
  return (await cached()) ?? downloaded(log);
}

/** One that mongodb-memory-server-core has downloaded before: no network is needed for it. */
async function cached(): Promise<string | undefined> {
  try {
    const { DryMongoBinary } = await import('mongodb-memory-server-core');
    return await DryMongoBinary.locateBinary(await DryMongoBinary.generateOptions());
  } catch {
    return undefined; // then the download says why
  }
}

/**
 * mongodb-memory-server-core is a development dependency: where it is not installed, or its
 * download cannot be reached, there is none.
 */
async function downloaded(log: (line: string) => void): Promise<string | null> {
  if (!(await downloadIsReachable())) {
    log(`The official MongoDB binary can't be downloaded from here. ${INSTEAD}`);
    return null;
  }
  try {
    const { MongoBinary } = await import('mongodb-memory-server-core');
    return await MongoBinary.getPath();
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown reason';
    log(`The official MongoDB binary can't be downloaded (${why}). ${INSTEAD}`);
    return null;
  }
}

function downloadIsReachable(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = request(
      { host: DOWNLOAD_HOST, method: 'HEAD', path: '/', timeout: PROBE_MS },
      (answer) => {
        answer.resume();
        resolve(true);
      },
    );
    probe.once('timeout', () => probe.destroy());
    probe.once('error', () => resolve(false));
    probe.once('close', () => resolve(false));
    probe.end();
  });
}

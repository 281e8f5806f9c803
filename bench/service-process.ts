/** The service and pretend sites in processes of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connectDatabase } from '../src/storage/connect-database.ts';

/** As the image runs the service (Dockerfile). */
const AS_IN_THE_IMAGE = {
  flags: ['--max-semi-space-size=4', '--heap-growing-percent=20'],
  env: { MALLOC_MMAP_THRESHOLD_: '131072' },
};

/** `found`: what the pattern found in what the process printed. */
export interface Child {
  child: ChildProcess;
  url: string;
  found: string[];
}

/** A service with databases of its own. `others`: more sites that it may write to. */
export function startService(
  uri: string,
  name: string,
  site: string,
  others: string[] = [],
): Promise<Child> {
  const env = {
    ...AS_IN_THE_IMAGE.env,
    NODE_ENV: 'test',
    PORT: '0',
    MONGODB_URI: uri,
    SERVICE_DATABASE: name,
    STORAGE_DATABASE: `${name}_s`,
    KEY_RING: `k:${Buffer.alloc(32, 1).toString('base64')}`,
    PRETEND_SITE_URL: site,
    PRETEND_SITE_ADDRESSES: others.join(','),
    RESTORE_SETTLE_SECONDS: '1',
  };
  return startChild(
    [...AS_IN_THE_IMAGE.flags, 'src/main.ts'],
    env,
    /Listening at (http:\/\/[^ "]+)\./,
  );
}

export async function dropDatabases(uri: string, name: string): Promise<void> {
  for (const database of [name, `${name}_s`]) {
    const connection = await connectDatabase(uri, database);
    await connection.dropDatabase();
    await connection.close();
  }
}

/** `url` is the first thing that `ready` finds in what the process prints. */
export async function startChild(
  args: string[],
  env: Record<string, string>,
  ready: RegExp,
): Promise<Child> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const found = await new Promise<string[]>((resolve, reject) => {
    child.stdout!.on('data', (part: Buffer) => {
      text = (text + part.toString()).slice(-4000);
      const match = ready.exec(text);
      if (match) resolve(match.slice(1));
    });
    child.once('exit', () => reject(new Error(`${args.join(' ')} ended: ${text}`)));
  });
  return { child, url: found[0]!, found };
}

/** Ends as a service does that is told to. */
export async function stopService({ child }: Child): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** The most memory that a process ever had, MB. */
export const peakOf = ({ child }: Child): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;

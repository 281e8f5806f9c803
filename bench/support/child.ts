import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

/** A process of its own. `found`: what the pattern found in what the process printed. */
export interface Child {
  child: ChildProcessByStdio<null, Readable, null>;
  url: string;
  found: string[];
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
    child.stdout.on('data', (part: Buffer) => {
      text = (text + part.toString()).slice(-4000);
      const match = ready.exec(text);
      if (match) resolve(match.slice(1));
    });
    child.once('exit', () => reject(new Error(`${args.join(' ')} ended: ${text}`)));
  });
  const [url = ''] = found;
  return { child, url, found };
}

/** Ends as a service does that is told to. */
export async function stopService({ child }: Child): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** From now on the most memory that a process had is counted anew. */
export const resetPeak = ({ child }: Child): void =>
  writeFileSync(`/proc/${child.pid}/clear_refs`, '5');

/** The most memory that a process ever had, or has had since it was reset, MB. */
export function peakOf({ child }: Child): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error('The peak memory of a process cannot be read.');
  return Number(kilobytes) / 1024;
}

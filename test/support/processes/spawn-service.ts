import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const LOG_KEPT = 4_000;
const WATCH_LOOP = path.join(import.meta.dirname, '../loop/watch-loop.ts');
export const END_WITH_PARENT = path.join(import.meta.dirname, 'end-with-parent.ts');

/** Services of this process write there what held their event loops. */
const folder = mkdtempSync(path.join(tmpdir(), 'assets-backup-loops-'));
const holdsFile = path.join(folder, 'holds');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** What held the event loops of this process's services so far, a line each. */
export const loopHolds = (): string =>
  existsSync(holdsFile) ? readFileSync(holdsFile, 'utf8') : '';

/**
 * The service as a process, which ends with whoever started it.
 * `listening` resolves with the address, looked for in all that was printed: a line may come in two
 * parts. What holds its event loop is noted.
 */
export function spawnService(
  entry: string,
  env: Record<string, string>,
  nodeOptions: readonly string[] = [],
): { child: ChildProcess; listening: Promise<string> } {
  // One that has less memory than it likes spends its time with the collector of garbage.
  const watch = nodeOptions.length === 0 ? { LOOP_HOLDS_FILE: holdsFile } : {};
  const preloaded = ['--import', END_WITH_PARENT, '--import', WATCH_LOOP];
  const child = spawn(process.execPath, [...nodeOptions, ...preloaded, entry], {
    env: { ...process.env, ...watch, ...env },
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  child.stdin?.on('error', () => undefined);
  let text = '';
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (part: Buffer) => {
      text += part.toString();
      const url = /Listening at (http:\/\/[^\s"]+)\.["\s]/.exec(text)?.[1];
      if (url) resolve(url);
      text = text.slice(-LOG_KEPT);
    });
    child.once('exit', (code) => reject(new Error(`${entry} ended with ${code}: ${text}`)));
  });
  return { child, listening };
}

/** At once, as by a power cut; resolves when it is gone. */
export async function killService(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

import { spawn, type ChildProcess } from 'node:child_process';

const LOG_KEPT = 4_000;

/**
 * The service as a process; one that reads its input sees it end with whoever started it.
 * `listening` resolves with the address, looked for in all that was printed: a line may come in two
 * parts.
 */
export function spawnService(
  entry: string,
  env: Record<string, string>,
  nodeOptions: readonly string[] = [],
): { child: ChildProcess; listening: Promise<string> } {
  const child = spawn(process.execPath, [...nodeOptions, entry], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  let text = '';
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
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

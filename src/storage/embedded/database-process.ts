import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';

export interface DatabaseProcess {
  port: number;
  stop(): Promise<void>;
}

const START_MS = 60_000;
const STOP_MS = 8_000;
/** Runs the server and ends it as soon as standard input closes, which happens however the parent ends. */
const LEASH =
  'exec 3<&0; "$@" & server=$!; ( cat <&3 >/dev/null; kill -TERM $server 2>/dev/null; sleep 5; kill -KILL $server 2>/dev/null ) & wait $server';

/** Starts a server, waits until its output says `ready`. @throws Error with the end of its output */
export async function startDatabaseProcess(
  command: (port: number) => string[],
  ready: RegExp,
): Promise<DatabaseProcess> {
  const port = await freePort();
  const child = spawn('/bin/sh', ['-c', LEASH, 'leash', ...command(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await whenReady(child, ready);
  return {
    port,
    async stop() {
      child.stdin?.end();
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
      signalGroup(child, 'SIGKILL');
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // The whole group has ended already.
  }
}

function whenReady(child: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) =>
      reject(new Error(`The embedded database did not start: ${why}\n${output.slice(-2000)}`));
    const timer = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
      fail(`not ready after ${START_MS / 1000} s.`);
    }, START_MS);
    const onData = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
      if (!ready.test(output)) return;
      clearTimeout(timer);
      child.stdout?.removeListener('data', onData).resume();
      child.stderr?.removeListener('data', onData).resume();
      child.unref();
      for (const pipe of [child.stdin, child.stdout, child.stderr])
        (pipe as unknown as { unref?: () => void } | null)?.unref?.();
      resolve();
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`it ended with status ${code}.`);
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      fail(error.message);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

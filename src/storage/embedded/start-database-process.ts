import { spawn, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { findFreePort } from './find-free-port.ts';

interface DatabaseProcess {
  port: number;
  stop(): Promise<void>;
}

const START_MS = 60_000;
const STOP_MS = 8_000;
const DISK_FULL = /no space left|ENOSPC|disk( is)? full|errno 28\b/i;
/**
 * Runs the server and ends it as soon as standard input closes, which happens however the parent
 * ends.
 */
const LEASH =
  'exec 3<&0; "$@" & server=$!; ( cat <&3 >/dev/null; kill -TERM $server 2>/dev/null; sleep 5; kill -KILL $server 2>/dev/null ) & wait $server';

/**
 * Starts a server, waits until its output says `ready`. `keepsData`: what it has stored is needed
 * later, so it ends by itself when it is stopped; others are killed at once. @throws Error with the
 * end of its output
 */
export async function startDatabaseProcess(
  command: (port: number) => string[],
  ready: RegExp,
  { keepsData = false } = {},
): Promise<DatabaseProcess> {
  const port = await findFreePort();
  const child = spawn('/bin/sh', ['-c', LEASH, 'leash', ...command(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await whenReady(child, ready);
  return {
    port,
    async stop() {
      if (!keepsData) signalGroup(child, 'SIGKILL');
      // The leash asks the server to end. A signal to the group would end the leash first, whose
      // end is taken for the server's.
      child.stdin?.end();
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_MS);
      await exited;
      clearTimeout(timer);
      signalGroup(child, 'SIGKILL');
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

function whenReady(child: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => {
      signalGroup(child, 'SIGKILL');
      fail(`It wasn't ready after ${START_MS / 1000} s.`);
    }, START_MS);
    function fail(why: string): void {
      clearTimeout(timer);
      const reason = DISK_FULL.test(output)
        ? 'The disk is full. Free up space, then start again.'
        : why;
      reject(new Error(`The embedded database didn't start. ${reason}\n${output.slice(-2000)}`));
    }
    function onData(chunk: Buffer): void {
      output = (output + chunk.toString()).slice(-20_000);
      if (!ready.test(output)) return;
      clearTimeout(timer);
      child.stdout?.removeListener('data', onData).resume();
      child.stderr?.removeListener('data', onData).resume();
      letProcessEnd(child);
      resolve();
    }
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('exit', (code) => fail(`It exited with status ${code}.`));
    child.once('error', (error) => fail(error.message));
  });
}

/** This process may end although the child lives: the child's pipes do not hold it. */
function letProcessEnd(child: ChildProcess): void {
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) {
    if (pipe instanceof Socket) pipe.unref();
  }
}

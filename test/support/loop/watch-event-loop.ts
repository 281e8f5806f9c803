import { after } from 'node:test';
import { Worker } from 'node:worker_threads';

const BEAT_MS = 100;

/** Runs in a thread of its own: what stands still cannot watch itself. */
const WATCH = `
  const { workerData: { beats, longestMs } } = require('node:worker_threads');
  const seen = new Int32Array(beats);
  let last = -1;
  let since = Date.now();
  setInterval(() => {
    const now = Atomics.load(seen, 0);
    if (now !== last) { last = now; since = Date.now(); }
    else if (Date.now() - since > longestMs) {
      require('node:fs').writeSync(2, 'The process has stood still for ' + longestMs + ' ms.\\n');
      process.kill(process.pid, 'SIGKILL');
    }
  }, 100);
`;

/**
 * Ends the process when its event loop stands still for so long: a wait without an end, also one of
 * microtasks alone, fails its test file instead of hanging it.
 */
export function watchEventLoop(longestMs = 20_000): void {
  const beats = new SharedArrayBuffer(4);
  const counter = new Int32Array(beats);
  const beating = setInterval(() => Atomics.add(counter, 0, 1), BEAT_MS);
  const watch = new Worker(WATCH, { eval: true, workerData: { beats, longestMs } });
  watch.unref();
  after(async () => {
    clearInterval(beating);
    await watch.terminate();
  });
}

/**
 * Loaded before the program of a service that a test starts: once the service listens, whatever
 * holds its event loop is written to the file that `LOOP_HOLDS_FILE` names, a line each.
 */
import { appendFileSync } from 'node:fs';
import { subscribe } from 'node:diagnostics_channel';
import { LoopWatch } from './loop-watch.ts';

/** Nothing may hold the loop for longer. */
const LIMIT_MS = 100;
/** Code is compiled as it runs for the first time. */
const WARM_UP_MS = 3_000;

const file = process.env['LOOP_HOLDS_FILE'];
if (file !== undefined) {
  const watch = new LoopWatch(LIMIT_MS, ({ cpuMs, at }) =>
    appendFileSync(file, `${at.toISOString()} ${Math.round(cpuMs)} ms\n`),
  );
  let isWatching = false;
  subscribe('tracing:net.server.listen:asyncEnd', () => {
    if (isWatching) return;
    isWatching = true;
    setTimeout(() => watch.start(), WARM_UP_MS).unref();
  });
}

/**
 * One replica of the service as a process of its own, whose date and time go `CLOCK_SPEED` times as
 * fast since `CLOCK_START`, and wrong by `CLOCK_SKEW_MS`, or by what it is told meanwhile in a line
 * of its input. Ends with whoever started it.
 */
import { createInterface } from 'node:readline';
import { startApp } from '../../../src/app.ts';
import { systemClock } from '../../../src/clock.ts';
import { loadConfig } from '../../../src/config.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { createLog } from '../../../src/create-log.ts';

const [start, speed, firstSkewMs] = ['CLOCK_START', 'CLOCK_SPEED', 'CLOCK_SKEW_MS'].map((name) =>
  Number(process.env[name]),
) as [number, number, number];
let skewMs = firstSkewMs;
const clock: Clock = {
  ...systemClock,
  now: () => start + (systemClock.now() - start) * speed + skewMs,
};

createInterface({ input: process.stdin })
  .on('line', (line) => {
    skewMs = Number(line);
  })
  .on('close', () => process.exit());
const app = await startApp(loadConfig(process.env), { clock, log: createLog('warn') });
console.log(`Listening at ${app.url}.`);

/**
 * One replica of the service as a process of its own, whose date and time go `CLOCK_SPEED` times as
 * fast since `CLOCK_START`, and wrong by `CLOCK_SKEW_MS`. Ends with whoever started it.
 */
import { startApp } from '../../src/app.ts';
import { systemClock } from '../../src/clock.ts';
import { loadConfig } from '../../src/config.ts';
import type { Clock } from '../../src/core/kernel/clock.ts';
import { createLog } from '../../src/create-log.ts';

const [start, speed, skewMs] = ['CLOCK_START', 'CLOCK_SPEED', 'CLOCK_SKEW_MS'].map((name) =>
  Number(process.env[name]),
) as [number, number, number];
const clock: Clock = {
  ...systemClock,
  now: () => start + (systemClock.now() - start) * speed + skewMs,
};

process.stdin.on('end', () => process.exit()).resume();
const app = await startApp(loadConfig(process.env), { clock, log: createLog('warn') });
console.log(`Listening at ${app.url}.`);

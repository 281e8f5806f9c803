/**
 * The service in a process of its own, which can be killed. COMPAT_CLOCK_SPEED hurries the clock
 * that it measures with.
 */
import { startApp } from '../../../src/app.ts';
import { systemClock } from '../../../src/clock.ts';
import { loadConfig } from '../../../src/config.ts';

const speed = Number(process.env['COMPAT_CLOCK_SPEED'] ?? '1');
const clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() * speed };
const say =
  (level: string) =>
  (fields: object, message: string): void =>
    console.error(level, message, JSON.stringify(fields));
const quiet = (): void => undefined;

process.once('disconnect', () => process.exit(0));
const log = { debug: quiet, info: quiet, warn: say('warn'), error: say('error') };
const app = await startApp(loadConfig(), { clock, log });
process.send?.(app.url);

import { startApp } from './app.ts';
import { systemClock } from './clock.ts';
import { ConfigError, keepToUtc, loadConfig, type Config } from './config.ts';
import { ProductError } from './core/kernel/errors.ts';
import { createLog } from './log.ts';

/** A stop that takes longer than this ends hard: leases run out by themselves. */
const STOP_MS = 9_000;

keepToUtc();
const config = readConfig();
const log = createLog(config.logLevel);
try {
  const app = await startApp(config, { clock: systemClock, log });
  log.info({ url: app.url }, `Listening at ${app.url}.`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void end(app.stop, signal));
} catch (error) {
  log.fatal(
    { why: error instanceof Error ? error.message : 'unknown' },
    error instanceof ProductError ? error.message : 'The service cannot start.',
  );
  process.exit(1);
}

async function end(stop: () => Promise<void>, signal: string): Promise<void> {
  log.info({ signal }, 'Stopping: no new work, leases are given back.');
  setTimeout(() => process.exit(1), STOP_MS).unref();
  await stop();
  log.info({}, 'Stopped.');
  process.exit(0);
}

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

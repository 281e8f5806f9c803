import { setTimeout as delay } from 'node:timers/promises';
import { startApp, type App } from './app.ts';
import { systemClock } from './clock.ts';
import { ConfigError, keepToUtc, loadConfig } from './config.ts';
import { Unavailable } from './core/kernel/errors.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import { createLog } from './create-log.ts';

/** A stop that takes longer than this ends hard: leases run out by themselves. */
const STOP_MS = 9_000;
const RETRY_MS = 5_000;

keepToUtc();
await run().catch((error: unknown) => {
  console.error(explainStartFailure(error));
  process.exit(error instanceof ConfigError ? 2 : 1);
});

async function run(): Promise<void> {
  const config = loadConfig();
  const log = createLog(config.logLevel);
  const app = await startWhenDatabaseAnswers();
  log.info({ url: app.url }, `Listening at ${app.url}.`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void end(signal));
  }

  /** As long as nothing else is wrong, a database that does not answer is waited for. */
  async function startWhenDatabaseAnswers(): Promise<App> {
    for (;;) {
      try {
        return await startApp(config, { clock: systemClock, log });
      } catch (error) {
        const isWaiting = error instanceof Unavailable && error.code === 'database-unavailable';
        if (!isWaiting) throw error;
        log.warn({}, `The database isn't answering. Retrying in ${RETRY_MS / 1000} s.`);
        await delay(RETRY_MS);
      }
    }
  }

  async function end(signal: string): Promise<void> {
    log.info({ signal }, 'Stopping: no new work, releasing leases.');
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await app.stop();
    log.info({}, 'Stopped.');
    process.exit(0);
  }
}

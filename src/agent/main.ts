import { readFileSync } from 'node:fs';
import { systemClock } from '../clock.ts';
import { createLog } from '../create-log.ts';
import { Agent } from './agent.ts';
import {
  AgentSettingsError,
  readAgentSettings,
  type AgentSettings,
} from '../config/agent-settings.ts';
import { ServiceRefused } from './service-client.ts';

/** How long running work may take to finish. */
const STOP_MS = 9_000;

await run().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(error instanceof AgentSettingsError || error instanceof ServiceRefused ? 2 : 1);
});

async function run(): Promise<void> {
  const settings: AgentSettings = readAgentSettings();
  const log = createLog(settings.logLevel);
  const version = readVersion();
  const agent = new Agent({ settings, version, clock: systemClock, log });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      log.info({ signal }, 'Stopping: no new calls.');
      setTimeout(() => process.exit(1), STOP_MS).unref();
      agent.stop();
    });
  const { siteUrl, serviceUrl } = settings;
  log.info({ siteUrl, serviceUrl, version }, 'The agent is starting.');
  await agent.run();
  log.info({}, 'Stopped.');
}

function readVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function explain(error: unknown): string {
  if (error instanceof ServiceRefused)
    return `The service refuses this agent: ${error.message} Check AGENT_SERVICE_URL and AGENT_TOKEN.`;
  return error instanceof Error ? error.message : String(error);
}

import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { AdminSession } from '../../../scripts/admin-session.ts';
import { plain, sync } from '../../../scripts/demo-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { findFreePort } from '../../../src/storage/embedded/find-free-port.ts';
import { hurriedClock } from '../clocks/hurried-clock.ts';
import { runningApp } from '../running-app.ts';
import { AgentProcess } from './agent-process.ts';

/** Waits for lost answers take a quarter of a minute: they go so many times as fast. */
const HURRY = 8;

/**
 * A running app, and a Data Center that it reaches through agents alone: their processes can be
 * killed, the service started again, tokens revoked.
 */
export async function agentStory(seed: string) {
  const port = await findFreePort();
  const server = await startSimulator({
    seed,
    platform: 'data-center',
    settings: { latencyMs: 10, maxPageSize: 25 },
  });
  const running = await runningApp({
    settings: {
      PORT: String(port),
      REQUEST_TIMEOUT_SECONDS: '2',
      LEASE_SECONDS: '30',
      PATIENCE_MINUTES: '30',
      RESTORE_SETTLE_SECONDS: '4',
      FULL_BACKUP_EVERY: '1',
    },
    clock: hurriedClock(HURRY),
    stage: 'set-up',
  });
  const story = new AgentStory(running, server.url);
  after(async () => {
    await story.killAll();
    await server.close();
  });
  await story.addAgent();
  const saved = await running.admin.post('/app/data-centers', {
    name: 'Behind',
    siteUrl: server.url,
    signIn: 'agent',
  });
  const instanceId = /hx-get="\/app\/data-centers\/([0-9a-f]{24})"/.exec(saved.html)?.[1];
  assert.ok(instanceId, plain(saved.html));
  await sync(running.admin);
  const schema = await schemaOn(running.admin, server.url);
  return { running, server, story, instanceId, schema };
}

/** The first schema of that site in the grid: another site may have one of the same name. */
export async function schemaOn(
  admin: AdminSession,
  siteUrl: string,
): Promise<{ id: string; name: string }> {
  const { html } = await admin.get(`/app/schemas?instance=${encodeURIComponent(siteUrl)}`);
  const [, id, name] =
    /class="pick" id="pick-([^"]+)"[^>]*aria-label="Select ([^"]*)"/.exec(html) ?? [];
  assert.ok(id && name, plain(html));
  return { id, name };
}

class AgentStory {
  readonly #running: Awaited<ReturnType<typeof runningApp>>;
  readonly #siteUrl: string;
  readonly #agents: { process: AgentProcess; tokenId: string }[] = [];

  constructor(running: Awaited<ReturnType<typeof runningApp>>, siteUrl: string) {
    this.#running = running;
    this.#siteUrl = siteUrl;
  }

  /** One more, with a token of its own. */
  async addAgent(concurrency = 8): Promise<void> {
    const { admin, app } = this.#running;
    const { html } = await admin.post('/app/agents', { agentSiteUrl: this.#siteUrl });
    const [token, tokenId] = /bma_([0-9a-f]{24})_[\w-]{43}/.exec(html) ?? [];
    if (!token || !tokenId) throw new Error(`No token was made: ${plain(html)}`);
    const options = { serviceUrl: app.url, token, siteUrl: this.#siteUrl, concurrency };
    const process = new AgentProcess(options);
    await process.start();
    this.#agents.push({ process, tokenId });
  }

  /** The oldest one, which starts again. */
  async killAndStart(): Promise<void> {
    const [oldest] = this.#agents;
    await oldest?.process.kill();
    await oldest?.process.start();
  }

  /** The oldest one, for good. */
  async killOldest(): Promise<void> {
    const oldest = this.#agents.shift();
    await oldest?.process.kill();
  }

  /** As for one that was stolen: its agent keeps running, but is no longer let in. */
  async revokeOldest(): Promise<AgentProcess | undefined> {
    const oldest = this.#agents.shift();
    await this.#running.admin.post(`/app/agents/${oldest?.tokenId ?? ''}/revoke`);
    return oldest?.process;
  }

  /** Agents find it again at the same address. */
  async restartService(): Promise<void> {
    await this.#running.app.stop();
    await this.#running.start();
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#agents.map(({ process }) => process.kill()));
  }
}

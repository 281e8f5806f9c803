import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import express from 'express';
import type { Connection } from 'mongoose';
import { Agent } from '../../../src/agent/agent.ts';
import type { AgentSettings } from '../../../src/config/agent-settings.ts';
import { systemClock } from '../../../src/clock.ts';
import { Bell } from '../../../src/core/kernel/time/bell.ts';
import type { Clock } from '../../../src/core/kernel/time/clock.ts';
import { DAY_MS } from '../../../src/core/kernel/time/durations.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { lately } from '../../../src/core/kernel/time/lately.ts';
import { silentLog, type Log } from '../../../src/core/kernel/log.ts';
import { AgentDoor } from '../../../src/core/sites/agents/agent-door.ts';
import { AgentLine } from '../../../src/core/sites/agents/agent-line.ts';
import { makeAgentToken } from '../../../src/core/sites/agents/agent-token.ts';
import { MongoAgentCallStore } from '../../../src/storage/agents/mongo-agent-call-store.ts';
import { MongoAgentTokenStore } from '../../../src/storage/agents/mongo-agent-token-store.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import type { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { createAgentRouter } from '../../../src/web/agents/create-agent-router.ts';
import { testSecrets } from '../test-secrets.ts';

const TENANT = tenantId('tenant');
const BY = { accountId: 'a', name: 'A' };

/** One replica of the service, as far as agents are concerned. */
export class AgentReplica {
  readonly line: AgentLine;
  readonly door: AgentDoor;
  readonly tokens: MongoAgentTokenStore;
  readonly calls: MongoAgentCallStore;
  #server: Server | undefined;
  url = '';

  constructor(connection: Connection, secrets: SecretBox, clock: Clock = systemClock) {
    this.tokens = new MongoAgentTokenStore(connection);
    this.calls = new MongoAgentCallStore(connection, secrets);
    const deps = { tokens: this.tokens, calls: this.calls, clock };
    const bell = new Bell(clock);
    this.line = new AgentLine({ ...deps, bell });
    this.door = new AgentDoor({ ...deps, bell });
  }

  async listen(port = 0): Promise<void> {
    const app = express();
    app.use('/agent', createAgentRouter({ door: this.door, log: silentLog }));
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }
}

/** Agents of one pretend site, and the replicas that they speak to. */
export class AgentRig {
  readonly tenantId = TENANT;
  readonly siteUrl: string;
  readonly replicas: AgentReplica[] = [];
  readonly #connection: Connection;
  readonly #secrets: SecretBox;
  readonly #running = new Map<Agent, Promise<void>>();

  private constructor(connection: Connection, siteUrl: string) {
    this.#connection = connection;
    this.siteUrl = siteUrl;
    this.#secrets = testSecrets(connection);
  }

  static async start(connection: Connection, siteUrl: string): Promise<AgentRig> {
    const rig = new AgentRig(connection, siteUrl);
    await rig.replica();
    await ensureIndexes(connection);
    after(() => rig.close());
    return rig;
  }

  get at() {
    return { tenantId: TENANT, place: this.place };
  }

  get place(): string {
    return this.siteUrl.replace(/^https?:\/\//, '');
  }

  /** The one that agents are told of. */
  get first(): AgentReplica {
    return this.replicas.at(0)!;
  }

  /** One more process of the service, as far as the database can tell. */
  async replica({ clock = systemClock, port = 0 } = {}): Promise<AgentReplica> {
    const made = new AgentReplica(this.#connection, this.#secrets, clock);
    await made.listen(port);
    this.replicas.push(made);
    return made;
  }

  async token(place = this.place): Promise<{ text: string; id: string }> {
    const { text, token } = makeAgentToken({ tenantId: TENANT, place }, BY, new Date());
    await this.first.tokens.add(token);
    return { text, id: token.id };
  }

  /** An agent that does not exist, as far as the database can tell. */
  async pretendAgent(): Promise<{ text: string; id: string }> {
    const { text, id } = await this.token();
    const agent = { tokenId: id, place: this.place, instance: 'i', host: 'h', version: '1' };
    await this.first.tokens.see(TENANT, { ...agent, seenAt: new Date() });
    return { text, id };
  }

  settings(token: string, more: Partial<AgentSettings> = {}): AgentSettings {
    return {
      serviceUrl: this.first.url,
      token,
      siteUrl: this.siteUrl,
      authorization: 'Bearer admin-token',
      authorities: undefined,
      concurrency: 8,
      logLevel: 'error',
      ...more,
    };
  }

  /** An agent that works until it is stopped. Resolves when it was heard of. */
  async agent(
    settings: AgentSettings,
    log: Log = silentLog,
  ): Promise<{ agent: Agent; ended: Promise<void> }> {
    const agent = new Agent({ settings, version: '1.2.3', clock: systemClock, log });
    const ended = agent.run();
    ended.catch(() => undefined);
    this.#running.set(agent, ended);
    const isSeen = async (): Promise<boolean> =>
      (await this.first.tokens.seen(TENANT, lately(DAY_MS, Date.now()), this.place)).length > 0;
    await Promise.race([ended.catch(() => undefined), until(isSeen)]);
    return { agent, ended };
  }

  async close(): Promise<void> {
    for (const agent of this.#running.keys()) agent.stop();
    for (const replica of this.replicas) replica.door.close();
    await Promise.allSettled(this.#running.values());
    await Promise.all(this.replicas.map((replica) => replica.close()));
  }
}

export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await systemClock.sleep(20);
}

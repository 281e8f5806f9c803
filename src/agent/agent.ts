import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { Log } from '../core/kernel/log.ts';
import { hostOf } from '../core/sites/host-of.ts';
import type { WireCall } from './wire-call.ts';
import type { AgentSettings } from '../config/agent-settings.ts';
import { carryCall } from './carry-call.ts';
import { retryWaitMs } from './retry-wait-ms.ts';
import { ServiceClient, ServiceRefused, type Hello } from './service-client.ts';
import { SiteClient } from './site-client.ts';

export interface AgentDeps {
  settings: AgentSettings;
  version: string;
  clock: Clock;
  log: Log;
}

/**
 * Asks the service for calls, makes them to its one site, and returns the answers. It keeps no
 * state: whatever breaks, it asks again.
 */
export class Agent {
  readonly #deps: AgentDeps;
  readonly #service: ServiceClient;
  readonly #site: SiteClient;
  readonly #hello: Omit<Hello, 'free'>;
  readonly #stop = new AbortController();
  readonly #inHand = new Set<Promise<void>>();
  #isConnected = false;
  #failures = 0;

  constructor(deps: AgentDeps) {
    const { settings, version } = deps;
    this.#deps = deps;
    this.#service = new ServiceClient(settings);
    this.#site = new SiteClient(settings);
    this.#hello = {
      instance: randomBytes(6).toString('hex'),
      host: hostname().slice(0, 200) || 'unknown',
      version,
      place: hostOf(settings.siteUrl),
    };
  }

  /**
   * Works until it is stopped; what it has begun is finished first. @throws ServiceRefused where
   * the service refuses it before it was ever connected
   */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#awaitRoom();
      await this.#round();
    }
    await Promise.all(this.#inHand);
    this.#site.close();
  }

  stop(): void {
    this.#stop.abort(new Error('The agent is stopping.'));
  }

  async #awaitRoom(): Promise<void> {
    if (this.#free < 1) await Promise.race(this.#inHand);
  }

  get #free(): number {
    return this.#deps.settings.concurrency - this.#inHand.size;
  }

  /** @throws ServiceRefused */
  async #round(): Promise<void> {
    const { log } = this.#deps;
    const { signal } = this.#stop;
    try {
      const calls = await this.#service.poll({ ...this.#hello, free: this.#free }, signal);
      if (!this.#isConnected) log.info({ site: this.#hello.place }, 'Connected to the service.');
      this.#isConnected = true;
      this.#failures = 0;
      for (const call of calls) this.#carry(call);
    } catch (error) {
      if (signal.aborted) return;
      const isNew = !this.#isConnected && this.#failures === 0;
      if (isNew && error instanceof ServiceRefused && isFinal(error)) throw error;
      await this.#waitAfter(error);
    }
  }

  #carry(call: WireCall): void {
    const { clock, log } = this.#deps;
    const parts = { service: this.#service, site: this.#site, clock, log };
    const carried: Promise<void> = carryCall(call, parts).finally(() => {
      this.#inHand.delete(carried);
    });
    this.#inHand.add(carried);
  }

  async #waitAfter(error: unknown): Promise<void> {
    const { clock, log } = this.#deps;
    this.#failures += 1;
    const ms = retryWaitMs(this.#failures, Math.random());
    const fields = { why: whyOf(error), seconds: Math.round(ms / 1000) };
    if (error instanceof ServiceRefused && isFinal(error))
      log.error(fields, 'The service refuses this agent. It will be asked again.');
    else log.warn(fields, 'The service gave no usable answer. It will be asked again.');
    await clock.sleep(ms, this.#stop.signal).catch(() => undefined);
  }
}

/** Whether somebody has to change the agent's settings or create a new token for it. */
const isFinal = ({ status }: ServiceRefused): boolean => [401, 404, 409, 422].includes(status);

function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = (error.cause ?? error) as { code?: unknown };
  return typeof code === 'string' ? code : error.message;
}

/**
 * What a story works with: a database, the sites, the recorder between them, and services one after
 * the other.
 */
import { AdminSession, until } from '../../../scripts/admin-session.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import { SiteContent } from './site-content.ts';
import type { SiteRecorder } from './site-recorder.ts';
import {
  startService,
  type ServiceProcess,
  type Surroundings,
} from '../service/service-process.ts';

/** So fast that a checkpoint, which is written once a minute, is written with every page. */
const HURRIED = { COMPAT_CLOCK_SPEED: '500' };
const MANY_WORKERS = { WORKERS: '8' };

export interface WorkshopParts {
  sites: Simulator[];
  recorder: SiteRecorder;
  surroundings: Surroundings;
  say: (text: string) => void;
}

export class Workshop {
  readonly recorder: SiteRecorder;
  readonly say: (text: string) => void;
  readonly #sites: Simulator[];
  readonly #surroundings: Surroundings;
  #service: ServiceProcess | undefined;
  /** The sites know the service by its address, which stays. */
  #port = '0';

  constructor({ sites, recorder, surroundings, say }: WorkshopParts) {
    this.recorder = recorder;
    this.say = say;
    this.#sites = sites;
    this.#surroundings = surroundings;
  }

  site(at: number): Simulator {
    const site = this.#sites[at];
    if (!site) throw new Error(`There is no site ${at}.`);
    return site;
  }

  content(at: number): SiteContent {
    return new SiteContent(this.site(at));
  }

  get service(): ServiceProcess {
    if (!this.#service) throw new Error('No service runs.');
    return this.#service;
  }

  admin(at: number): AdminSession {
    return new AdminSession(this.site(at).url, this.service.url);
  }

  /** Kills the service, if one runs, and starts another one. */
  async renew(how: 'working' | 'hurried' | 'pages only'): Promise<void> {
    await this.kill();
    const more = how === 'pages only' ? { WORKERS: '0' } : MANY_WORKERS;
    const hurried = how === 'hurried' ? HURRIED : {};
    const env = { PORT: this.#port, ...more, ...hurried };
    this.#service = await startService(this.#surroundings, env);
    this.#port = new URL(this.#service.url).port;
  }

  async kill(): Promise<void> {
    await this.#service?.kill();
    this.#service = undefined;
  }

  /** Waits until the service has made so many more calls of that kind. */
  async untilCalled(call: RegExp, times: number): Promise<void> {
    const before = this.recorder.answered(call);
    const enough = async (): Promise<true | undefined> =>
      this.recorder.answered(call) >= before + times ? true : undefined;
    await until(`${times} calls of ${call.source}`, enough);
  }

  /** Changes objects of the site behind the product's back. */
  async mutate(at: number, body: object): Promise<void> {
    await this.recorder.control(at, 'mutate', body);
  }
}

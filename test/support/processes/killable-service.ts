import type { ChildProcess } from 'node:child_process';
import { findFreePort } from '../../../src/storage/embedded/find-free-port.ts';
import type { RunningApp } from '../running-app.ts';
import { killService, spawnService } from './spawn-service.ts';

/** The service as a process of its own, at an address that stays the same over its restarts. */
export class KillableService {
  readonly #running: RunningApp;
  readonly #port: number;
  #child: ChildProcess | undefined;

  static async start(running: RunningApp): Promise<KillableService> {
    const service = new KillableService(running, await findFreePort());
    await service.start();
    return service;
  }

  private constructor(running: RunningApp, port: number) {
    this.#running = running;
    this.#port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const { child, listening } = spawnService(
      'src/main.ts',
      this.#running.env({
        PORT: String(this.#port),
        BASE_URL: this.url,
        BIND_ADDRESS: '127.0.0.1',
        LOG_LEVEL: 'info',
      }),
    );
    this.#child = child;
    await listening;
  }

  /** Without a warning. */
  kill(): Promise<void> {
    return killService(this.#child);
  }

  /** As a machine does that is shut down in order; resolves with the exit status. */
  async stop(): Promise<number | null> {
    const child = this.#child!;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    return ended;
  }
}

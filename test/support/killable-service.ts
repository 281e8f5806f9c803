import { spawn, type ChildProcess } from 'node:child_process';
import { startSimulator } from '../../simulator/start-simulator.ts';
import type { RunningApp } from './running-app.ts';

/** The service as a process of its own, at an address that stays the same over its restarts. */
export class KillableService {
  readonly #running: RunningApp;
  readonly #port: number;
  #child: ChildProcess | undefined;

  static async start(running: RunningApp): Promise<KillableService> {
    const probe = await startSimulator({ seed: 'tiny' }); // a free port
    await probe.close();
    const service = new KillableService(running, probe.port);
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
    const started = spawn(process.execPath, ['src/main.ts'], { env: { ...process.env, ...this.#running.env({ PORT: String(this.#port), BASE_URL: this.url, BIND_ADDRESS: '127.0.0.1', LOG_LEVEL: 'info' }) }, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = started;
    let text = '';
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (part: Buffer) => {
        text += part.toString();
        if (/Listening at http/.test(text)) resolve();
      });
      started.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${text.slice(-500)}`)));
    });
  }

  /** Without a warning. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
}

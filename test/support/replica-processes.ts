import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const ENTRY = path.join(import.meta.dirname, 'fast-replica.ts');
const LOG_KEPT = 4_000;

/** Replicas of the service as processes, each with a clock of its own, that can be killed, started again and made to stand still. */
export class ReplicaProcesses {
  readonly #env: Record<string, string>;
  readonly #children: (ChildProcess | undefined)[] = [];
  log = '';

  /** `env`: the settings of the service, and the start and speed of the clock. */
  constructor(env: Record<string, string>) {
    this.#env = env;
  }

  /** Resolves with the address as soon as it listens. */
  async start(index: number, skewMs: number): Promise<string> {
    const child = spawn(process.execPath, [ENTRY], { env: { ...process.env, ...this.#env, CLOCK_SKEW_MS: String(skewMs) }, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#children[index] = child;
    child.stdin.on('error', () => undefined);
    return new Promise((resolve, reject) => {
      child.stdout.on('data', (part: Buffer) => {
        this.log = (this.log + part.toString()).slice(-LOG_KEPT);
        const url = /Listening at (http:\/\/[^ ]+)\./.exec(part.toString())?.[1];
        if (url) resolve(url);
      });
      child.once('exit', (code) => reject(new Error(`replica ${index} ended with ${code}: ${this.log}`)));
    });
  }

  /** At once, as by a power cut. */
  async kill(index: number): Promise<void> {
    const child = this.#children[index];
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Stands still, as a machine does that is moved; goes on when told. */
  pause(index: number): () => void {
    const child = this.#children[index];
    child?.kill('SIGSTOP');
    return () => void child?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((_child, index) => this.kill(index)));
  }
}

import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { killService, spawnService } from './spawn-service.ts';

const ENTRY = path.join(import.meta.dirname, 'fast-replica.ts');

/**
 * Replicas of the service as processes, each with a clock of its own, that can be killed, started
 * again and made to stand still.
 */
export class ReplicaProcesses {
  readonly #env: Record<string, string>;
  readonly #nodeOptions: readonly string[];
  readonly #children: (ChildProcess | undefined)[] = [];

  /** `env`: the settings of the service, and the start and speed of the clock. */
  constructor(env: Record<string, string>, nodeOptions: readonly string[] = []) {
    this.#env = env;
    this.#nodeOptions = nodeOptions;
  }

  /** Resolves with the address as soon as it listens. */
  start(index: number, skewMs: number): Promise<string> {
    const env = { ...this.#env, CLOCK_SKEW_MS: String(skewMs) };
    const { child, listening } = spawnService(ENTRY, env, this.#nodeOptions);
    this.#children[index] = child;
    return listening;
  }

  kill(index: number): Promise<void> {
    return killService(this.#children[index]);
  }

  /** Its date and time are wrong by so much from now on. */
  setClock(index: number, skewMs: number): void {
    this.#children[index]?.stdin?.write(`${skewMs}\n`);
  }

  pid(index: number): number | undefined {
    return this.#children[index]?.pid;
  }

  /** Stands still, as a machine does that is moved; continues when told. */
  pause(index: number): () => void {
    const child = this.#children[index];
    child?.kill('SIGSTOP');
    return () => void child?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    await Promise.all(this.#children.map((_child, index) => this.kill(index)));
  }
}

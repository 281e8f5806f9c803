import type { Bell } from '../../kernel/time/bell.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { AgentCallProgress, AgentCallStore } from './agent-call.ts';

/** How often to look for what other replicas heard about this one's calls. */
const LOOK_MS = 50;
/** How often to note that this process still waits for its calls. */
const NOTE_MS = 5_000;
/**
 * For how long that is believed. Clocks may differ by most of it; a run whose process is gone is
 * continued, and what it sent looked for, only after the lease and the time for settling.
 */
export const WAITED_MS = 45_000;

export interface CallWatchDeps {
  calls: Pick<AgentCallStore, 'noteWaiting' | 'statesOf'>;
  bell: Bell;
  clock: Clock;
}

/**
 * Looks for what has become of all calls that this process waits for, with one question for all of
 * them, and rings for each that is in another state than before. As long as it does, agents may
 * begin to write what is among them.
 */
export class CallWatch {
  readonly #deps: CallWatchDeps;
  /** Calls on their way, each with what is known of it. */
  readonly #known = new Map<string, AgentCallProgress>();
  #isLooking = false;
  /** Monotonic, ms. */
  #notedAt = -Infinity;

  constructor(deps: CallWatchDeps) {
    this.#deps = deps;
  }

  /** How many calls this process waits for. */
  get size(): number {
    return this.#known.size;
  }

  /** From now on it rings for the call; call what it gives when that is over. */
  begin(id: string): () => void {
    this.#known.set(id, { id, state: 'queued', pieces: 0 });
    if (!this.#isLooking) void this.#look();
    return () => this.#known.delete(id);
  }

  /** Whether it is known that the call has ended; it rang for that. */
  hasEnded(id: string): boolean {
    return this.#known.get(id)?.state === 'ended';
  }

  async #look(): Promise<void> {
    const { calls, bell, clock } = this.#deps;
    this.#isLooking = true;
    while (this.#known.size > 0) {
      await clock.sleep(LOOK_MS);
      await this.#noteWaiting();
      // A database that does not answer right now is asked again.
      const found = await calls.statesOf([...this.#known.keys()]).catch(() => []);
      for (const now of found) {
        const before = this.#known.get(now.id);
        if (!before || (before.state === now.state && before.pieces === now.pieces)) continue;
        this.#known.set(now.id, now);
        bell.ring(now.id);
      }
    }
    this.#isLooking = false;
  }

  async #noteWaiting(): Promise<void> {
    const { calls, clock } = this.#deps;
    if (clock.monotonicMs() - this.#notedAt < NOTE_MS) return;
    this.#notedAt = clock.monotonicMs();
    // Where it fails, an agent is told that nobody waits, and the call is made again.
    await calls.noteWaiting([...this.#known.keys()], new Date(clock.now())).catch(() => undefined);
  }
}

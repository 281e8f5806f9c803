import type { Bell } from '../../kernel/bell.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { AgentCallProgress, AgentCallStore } from './agent-call.ts';

/** How often to look for what other replicas heard about this one's calls. */
const LOOK_MS = 50;

export interface CallWatchDeps {
  calls: Pick<AgentCallStore, 'statesOf'>;
  bell: Bell;
  clock: Clock;
}

/**
 * Looks for what has become of all calls that this process waits for, with one question for all of
 * them, and rings for each that is in another state than before.
 */
export class CallWatch {
  readonly #deps: CallWatchDeps;
  /** Calls on their way, each with what is known of it. */
  readonly #known = new Map<string, AgentCallProgress>();
  #isLooking = false;

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
}

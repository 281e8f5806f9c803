import { Unavailable } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';

/** Requests of one tenant that are answered at a time: more than a page of ours sends. */
const AT_ONCE = 16;
/** Requests of one tenant that wait for others of it; more are refused. */
const MAX_WAITING = 200;

/** The requests of one tenant that are in hand. */
interface Turns {
  answered: number;
  readonly waiting: (() => void)[];
}

/**
 * Gives the requests of each tenant turns, so that however many a tenant sends (searches in large
 * backups, say) the others' are answered meanwhile.
 */
export class RequestTurns {
  readonly #tenants = new Map<TenantId, Turns>();

  /** Does `work` when it is its turn. @throws Unavailable `too-many-requests` */
  async take<T>(tenantId: TenantId, work: () => Promise<T>): Promise<T> {
    const turns = this.#tenants.get(tenantId) ?? { answered: 0, waiting: [] };
    this.#tenants.set(tenantId, turns);
    if (turns.answered < AT_ONCE) turns.answered += 1;
    else await this.#wait(turns);
    try {
      return await work();
    } finally {
      this.#end(tenantId, turns);
    }
  }

  /** Whoever ends passes its place on. */
  #wait({ waiting }: Turns): Promise<void> {
    if (waiting.length >= MAX_WAITING) throw tooMany();
    return new Promise((resolve) => {
      waiting.push(resolve);
    });
  }

  #end(tenantId: TenantId, turns: Turns): void {
    const next = turns.waiting.shift();
    if (next) return next();
    turns.answered -= 1;
    if (turns.answered === 0) this.#tenants.delete(tenantId);
  }
}

const tooMany = (): Unavailable =>
  new Unavailable(
    'too-many-requests',
    'Too many pages of this site are being loaded at the same time. Wait a moment, then try again.',
  );

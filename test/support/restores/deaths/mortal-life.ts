import type { Clock } from '../../../../src/core/kernel/time/clock.ts';
import type { RunHandler } from '../../../../src/core/runs/run-handler.ts';
import type { RunLease } from '../../../../src/core/runs/run-lease.ts';
import type { SiteAccess } from '../../../../src/core/sites/access/site-access.ts';
import type { RestoreStore } from '../../../../src/core/restores/report/restore-line.ts';
import type { AssetsDestination } from '../../../../src/core/assets/ports/assets-destination.ts';

/** Every call after which something is otherwise. */
const WRITES = {
  target: [
    'createSchema',
    'createObjectType',
    'updateObjectType',
    'createAttribute',
    'updateAttribute',
    'deleteAttribute',
    'createStatus',
    'createReferenceType',
    'createObject',
    'updateObject',
    'createComment',
    'setSchemaProperties',
    'moveAttribute',
    'setRole',
  ],
  store: ['note', 'intend', 'noteTypes', 'claim', 'takeOver', 'release'],
  lease: ['checkpoint', 'finish'],
} as const;

/** What of a destination or a report is an object of its own. */
const NESTED: Readonly<Record<string, readonly string[]>> = {
  archive: ['archiveObject'],
  attachmentStore: ['addAttachment'],
  iconStore: ['createIcon'],
  issues: ['setIssue', 'note'],
};

export interface Death {
  /** The number of the call, from 1, or whether it is the one, by the names of all so far. */
  at: number | ((calls: readonly string[]) => boolean);
  /** `during`: the call has left, and is executed whenever the site gets to it. */
  when: 'before' | 'during' | 'after';
}

export function describeDeath({ at, when }: Death): string {
  return `${when} call ${typeof at === 'number' ? at : 'of a kind'}`;
}

/**
 * The life of a process that works restores, cut short: the call that kills it never returns, its
 * heart beats no more, and whatever was under way is answered to nobody.
 */
export class MortalLife {
  /** Names of the calls so far. */
  readonly calls: string[] = [];
  readonly death: Promise<void>;
  readonly #end: Death | undefined;
  readonly #die: () => void;
  readonly #woken = Promise.withResolvers<void>();
  #dead = false;
  #ended = false;

  /** Without a death it lives on and counts. */
  constructor(end?: Death) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.death = promise;
    this.#die = resolve;
    this.#end = end;
  }

  get died(): boolean {
    return this.#dead;
  }

  /** It was not dead, it only stood still for long: it continues where it was. */
  wake(): void {
    this.#dead = false;
    this.#woken.resolve();
  }

  clock(clock: Clock): Clock {
    return {
      ...clock,
      sleep: async (ms, signal) => {
        await this.#alive();
        await clock.sleep(ms, signal);
        await this.#alive();
      },
    };
  }

  access(access: SiteAccess): SiteAccess {
    return new Proxy(access, {
      get: (real, name) =>
        name === 'openDestination'
          ? async (...args: Parameters<SiteAccess['openDestination']>) => {
              const opened = await real.openDestination(...args);
              return {
                ...opened,
                assets: this.#wrap<AssetsDestination>(opened.assets, WRITES.target),
              };
            }
          : Reflect.get(real, name),
    });
  }

  store<Store extends RestoreStore>(store: Store): Store {
    return this.#wrap(store, WRITES.store);
  }

  lease(lease: RunLease): RunLease {
    return this.#wrap(lease, WRITES.lease);
  }

  #wrap<T extends object>(object: T, counted: readonly string[]): T {
    return new Proxy(object, {
      get: (real, name) => {
        const member = Reflect.get(real, name) as unknown;
        const nested = NESTED[String(name)];
        if (nested && member !== null && typeof member === 'object')
          return this.#wrap(member, nested);
        if (typeof member !== 'function') return member;
        const call = (member as (...args: unknown[]) => unknown).bind(real);
        return counted.includes(String(name))
          ? (...args: unknown[]) => this.#step(String(name), () => call(...args))
          : call;
      },
    });
  }

  async #step(name: string, call: () => unknown): Promise<unknown> {
    await this.#alive();
    this.calls.push(name);
    const when = this.#isFatal() ? this.#end?.when : undefined;
    if (when === 'before') await this.#stop();
    try {
      const answer = Promise.resolve(call());
      if (when === 'during') await this.#stopUnheard(answer);
      return await answer;
    } finally {
      if (when === 'after') await this.#stop();
      await this.#alive();
    }
  }

  /** Whether this call is the one; that happens once. */
  #isFatal(): boolean {
    if (this.#ended) return false;
    const at = this.#end?.at;
    this.#ended = typeof at === 'function' ? at(this.calls) : this.calls.length === at;
    return this.#ended;
  }

  async #stopUnheard(answer: Promise<unknown>): Promise<void> {
    answer.catch(() => undefined);
    await this.#stop();
  }

  async #stop(): Promise<void> {
    this.#dead = true;
    this.#die();
    await this.#woken.promise;
  }

  async #alive(): Promise<void> {
    if (this.#dead) await this.#woken.promise;
  }
}

/** Works a claimed run as the worker does, to its end or as far as it lives. */
export async function liveThrough(
  life: MortalLife,
  lease: RunLease,
  handler: RunHandler,
): Promise<void> {
  const mortal = life.lease(lease);
  const whole = handler.work(mortal).then(async (outcome) => {
    await mortal.finish({ state: 'complete', ...outcome });
    await handler.settle?.(lease.run);
  });
  whole.catch(() => undefined);
  await Promise.race([whole, life.death]);
}

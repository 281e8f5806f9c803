import type { Round } from '../../../src/core/schedules/fire-slots.ts';
import type { Stores } from '../sites/nightly-site.ts';

/** Every write of a round. */
const WRITES = {
  schedules: ['write', 'note', 'remove'],
  catalog: ['occupy', 'vacate'],
  runs: ['enqueue'],
} as const;
/**
 * A write that fails, with or without having been done; a process that is killed at it; one that
 * stands still and continues late.
 */
export const DEATHS = [
  'throws before',
  'throws after',
  'hangs before',
  'hangs after',
  'stalls before',
  'stalls after',
] as const;
export type Death = (typeof DEATHS)[number];

/**
 * Lets a round work until its write number `at` goes wrong; `wake` lets a stalled one go on,
 * however late.
 */
export async function dying(
  stores: Stores,
  at: number,
  how: Death,
  round: (use: Stores) => Promise<Round>,
): Promise<{ died: boolean; wake: () => Promise<void> }> {
  let calls = 0;
  const { promise: death, resolve: die } = Promise.withResolvers<void>();
  const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
  const trouble = async (): Promise<void> => {
    die();
    if (how.startsWith('throws')) throw new Error('lost');
    await woken;
  };
  const step = async <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls !== at) return call();
    if (how.endsWith('before')) {
      await trouble();
      return call();
    }
    const answer = await call();
    await trouble();
    return answer;
  };
  const wrap = <S extends object>(store: S, names: readonly string[]): S =>
    new Proxy(store, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        const call = typeof member === 'function' ? member.bind(target) : member;
        return names.includes(String(name))
          ? (...args: unknown[]) => step(() => call(...args))
          : call;
      },
    });
  const life = round({
    ...stores,
    schedules: wrap(stores.schedules, WRITES.schedules),
    catalog: wrap(stores.catalog, WRITES.catalog),
    runs: wrap(stores.runs, WRITES.runs),
  });
  await Promise.race([life, death]);
  if (how.startsWith('throws')) await life;
  return {
    died: calls >= at,
    wake: async () => {
      wake();
      await life;
    },
  };
}

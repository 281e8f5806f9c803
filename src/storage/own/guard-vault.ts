import type { Vault } from '../../core/storages/vault.ts';

/** What stands between a vault and whoever uses it. */
export interface VaultGuard {
  /** Before anything is asked of the storage. @throws what keeps it from being used */
  before(writes: boolean): Promise<void>;
  /** An error of the storage, as its users should hear it. */
  explain(error: unknown): unknown;
}

/** Methods that change a storage. */
const WRITES: ReadonlySet<string> = new Set<keyof Vault>([
  'openWriter',
  'openPartWriter',
  'openCopyWriter',
  'deleteBackups',
  'tidyRun',
  'discardRun',
]);
/** Methods whose result keeps using the storage. */
const OPENS: ReadonlySet<string> = new Set<keyof Vault>([
  'openWriter',
  'openPartWriter',
  'openCopyWriter',
  'openReader',
  'openCopySource',
]);

type Method = (...given: unknown[]) => unknown;

/** A vault whose every call asks the guard first, and whose errors it explains. */
export function guardVault(vault: Vault, guard: VaultGuard): Vault {
  return wrapMethods(vault, (name, call) => async () => {
    await guard.before(WRITES.has(name));
    const answer = await explained(guard, call);
    return OPENS.has(name) ? explainMethods(answer as object, guard) : answer;
  });
}

const explainMethods = <T extends object>(target: T, guard: VaultGuard): T =>
  wrapMethods(target, (_name, call) => () => {
    const answer = call();
    if (isIterable(answer)) return explainEach(answer, guard);
    return answer instanceof Promise ? explained(guard, () => answer) : answer;
  });

function wrapMethods<T extends object>(
  target: T,
  wrap: (name: string, call: () => unknown) => () => unknown,
): T {
  return new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name, of);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) =>
        wrap(String(name), () => (value as Method).apply(of, given))();
    },
  });
}

async function explained(guard: VaultGuard, call: () => unknown): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    throw guard.explain(error);
  }
}

const isIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

async function* explainEach<T>(each: AsyncIterable<T>, guard: VaultGuard): AsyncGenerator<T> {
  try {
    yield* each;
  } catch (error) {
    throw guard.explain(error);
  }
}

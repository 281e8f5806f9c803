import { systemClock } from '../../../src/clock.ts';
import type { BackupStore } from '../../../src/core/backups/backup-store.ts';
import type { CopyLease } from '../../../src/core/backups/copy/copy-kind.ts';
import type { Storages } from '../../../src/core/storages/storages.ts';
import type { CopyWriter } from '../../../src/core/storages/records/copy-source.ts';
import { OWN, type CopyRig } from './copy-rig.ts';

type Method = (...given: unknown[]) => Promise<unknown>;

/**
 * Works a run whose worker stands still at one call, before or after it was done. `wake` lets it go
 * on, however late.
 */
export async function copyDying(rig: CopyRig, call: string, isBefore: boolean) {
  let isDead = false;
  const { promise: death, resolve: die } = Promise.withResolvers<void>();
  const { promise: woken, resolve: wake } = Promise.withResolvers<void>();
  const stall = async (): Promise<void> => {
    isDead = true;
    die();
    await woken;
  };
  const step = (name: string, done: () => Promise<unknown>): Promise<unknown> => {
    if (name !== call || isDead) return done();
    return isBefore ? stall().then(done) : done().then((answer) => stall().then(() => answer));
  };
  const mortal = <T extends object>(
    target: T,
    wrap?: (name: string, answer: unknown) => unknown,
  ): T =>
    new Proxy(target, {
      get(of, name) {
        const value: unknown = Reflect.get(of, name, of);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          const answer = step(String(name), () => (value as Method).apply(of, given));
          return wrap ? answer.then((found) => wrap(String(name), found)) : answer;
        };
      },
    });
  const there = mortal(rig.storages.open(rig.alice, OWN.id), (name, answer) =>
    name === 'openCopyWriter' ? mortal(answer as CopyWriter & object) : answer,
  );
  const storages: Storages = Object.assign(Object.create(rig.storages) as Storages, {
    open: (...[tenant, id]: Parameters<Storages['open']>) =>
      id === OWN.id ? there : rig.storages.open(tenant, id),
  });
  // The heart of one that is dead stands still.
  const clock: typeof systemClock = {
    ...systemClock,
    sleep: (ms, signal) => systemClock.sleep(ms, signal).then(() => (isDead ? woken : undefined)),
  };
  const claimed = await rig.claim(clock);
  const lease = mortal(claimed) as unknown as CopyLease;
  const backups: BackupStore = mortal(rig.backups);
  const handler = rig.handler({ backups, storages, clock });
  const life = handler
    .work(lease)
    .then((outcome) => claimed.finish({ state: 'complete', ...outcome }))
    .then(() => handler.settle(lease.run))
    .catch(() => undefined);
  await Promise.race([life, death]);
  return {
    died: isDead,
    wake: async () => {
      wake();
      await life;
    },
  };
}

import { Unavailable } from '../../../../src/core/kernel/errors.ts';
import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type { Stores } from '../../../../src/compose/storage/compose-stores.ts';
import type { RestoreRig } from '../restore-rig.ts';
import { claimRun } from './work-run.ts';

/** Starts the restore that was planned, and lets it fail when everything is written. */
export async function failAtTheEnd(rig: RestoreRig, planId: RunId): Promise<RunId> {
  await rig.idle();
  const { id } = await rig.start(planId);
  const restores = failingAtTheEnd(rig.stores.restores);
  const handler = rig.handlers({ restores }).find(({ kind }) => kind.name === 'restore')!;
  const lease = await claimRun(rig, 'restore');
  try {
    await handler.work(lease);
    throw new Error('The restore was to fail.');
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    await lease.finish({ state: 'failed', errorCode: error.code, message: error.message });
  }
  await handler.settle?.(lease.run);
  await rig.work();
  return id;
}

/** The figures of a report are counted last. */
const failingAtTheEnd = (store: Stores['restores']): Stores['restores'] =>
  new Proxy(store, {
    get(target, name) {
      if (name === 'countIncomplete')
        throw new Unavailable('database-gone', 'The database is gone.');
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

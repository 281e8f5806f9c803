import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type { RestoreWish } from '../../../../src/core/use-cases/restores/restore-wish.ts';
import { NEW_SCHEMA } from '../restore-rig.ts';
import type { Subject } from './restore-subjects.ts';
import { attendRun } from '../deaths/work-run.ts';

/** Plans and queues a restore. */
export async function askForRestore({ rig, backup }: Subject, wish: RestoreWish): Promise<RunId> {
  const { id } = await attendRun(rig, 'restore-plan', rig.plan(backup, wish));
  return (await rig.start(id)).id;
}

let schemas = 0;
/** A wish for a new schema with these types. */
export async function wishNewSchema(
  { rig, backup }: Subject,
  group: string[],
): Promise<RestoreWish> {
  schemas += 1;
  const types = (await rig.restorePlans.types(rig.tenant, backup)).filter((type) =>
    group.includes(type.name),
  );
  return {
    ...NEW_SCHEMA,
    typeIds: types.map(({ id }) => id),
    schema: { name: `Copy ${schemas}`, key: `COPY${schemas}` },
  };
}

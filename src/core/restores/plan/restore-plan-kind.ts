import { NOTHING } from '../../runs/run-fields.ts';
import type { RunKind, RunOf } from '../../runs/run-kind.ts';
import { aboutRestore } from '../about-restore.ts';
import { readsItsBackup } from '../reads-its-backup.ts';
import { RestoreInput } from '../restore-input.ts';
import { RestorePlan } from './restore-plan.ts';

/** The making of a plan, which names people and shows values of the backup. */
export const restorePlanKind: RunKind<RestoreInput, undefined, RestorePlan> = {
  name: 'restore-plan',
  input: { schema: RestoreInput },
  checkpoint: NOTHING,
  result: {
    schema: RestorePlan,
    sealed: true,
    unreadable:
      "The results of this run were changed in the database and can't be opened. Recalculate the plan, or check again.",
  },
  shown: {
    title: 'plan',
    now: 'Planning a restore',
    about: aboutRestore,
    stop: { effect: 'Nothing was written.', done: 'Nothing was written.' },
  },
  reads: readsItsBackup,
};
export type RestorePlanRun = RunOf<typeof restorePlanKind>;

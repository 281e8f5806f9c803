import { NOTHING } from '../../runs/run-fields.ts';
import type { RunKind, RunOf } from '../../runs/run-kind.ts';
import { CheckFacts } from '../restore-facts.ts';
import { aboutRestore } from '../about-restore.ts';
import { readsItsBackup } from '../reads-its-backup.ts';
import { RestoreInput } from '../restore-input.ts';

/** *Check the result* of the restore that the run is `of`. It shows objects of the backup. */
export const restoreCheckKind: RunKind<RestoreInput, undefined, CheckFacts> = {
  name: 'restore-check',
  input: { schema: RestoreInput },
  checkpoint: NOTHING,
  result: {
    schema: CheckFacts,
    sealed: true,
    unreadable:
      "The results of this run were changed in the database and can't be opened. Recalculate the plan, or check again.",
  },
  shown: {
    title: 'check',
    now: 'Checking a restore',
    about: aboutRestore,
    stop: { effect: 'Nothing was written.', done: 'Nothing was written.' },
  },
  reads: readsItsBackup,
};
export type RestoreCheckRun = RunOf<typeof restoreCheckKind>;

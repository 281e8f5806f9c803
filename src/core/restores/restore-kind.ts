import { catalogId } from '../kernel/ids.ts';
import type { RunKind, RunOf } from '../runs/run-kind.ts';
import { aboutRestore } from './about-restore.ts';
import { readsItsBackup } from './reads-its-backup.ts';
import { RestoreCheckpoint } from './restore-checkpoint.ts';
import { RestoreFacts } from './restore-facts.ts';
import { RestoreInput } from './restore-input.ts';

/** The restore itself: the one kind that writes to a site. */
export const restoreKind: RunKind<RestoreInput, RestoreCheckpoint, RestoreFacts> = {
  name: 'restore',
  input: { schema: RestoreInput },
  checkpoint: {
    schema: RestoreCheckpoint,
    unreadable:
      "The interrupted restore can't be resumed because it was started by another version of this service. Start a new restore into the same schema: existing objects are recognized.",
  },
  result: { schema: RestoreFacts },
  resumable: true,
  // Some calls write at each attempt.
  headway: ({ writes: _writes, notes: _notes, ...headway }) => headway,
  needsConnection: true,
  shown: {
    title: 'restore',
    now: 'Restoring',
    about: aboutRestore,
    does: 'A restore writes to this schema.',
    stop: {
      effect: 'What was written so far stays in Assets.',
      done: 'What was written stays in Assets.',
    },
  },
  reads: readsItsBackup,
  occupies: ({ input }) => (input.occupies ? catalogId(input.occupies) : undefined),
};
export type RestoreRun = RunOf<typeof restoreKind>;

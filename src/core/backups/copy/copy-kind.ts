import { createHash } from 'node:crypto';
import { z } from 'zod';
import { counted } from '../../kernel/counted.ts';
import { runId, type RunId } from '../../kernel/ids.ts';
import type { JsonValue } from '../../kernel/json/json-value.ts';
import type { RunKind, RunOf } from '../../runs/run-kind.ts';
import type { RunLease } from '../../runs/run-lease.ts';

const CopyInput = z.object({
  /** The storage that the copies go to, and its label. */
  storageId: z.string(),
  label: z.string(),
  /** The backups to copy, oldest first: later ones share data with earlier ones. */
  backups: z.array(z.string()),
});
type CopyInput = z.infer<typeof CopyInput>;

const Skipped = z.object({ id: z.string(), why: z.string() });

const CopyCheckpoint = z.object({
  /** How many of the list are finished, and how many of those have a copy. */
  at: z.number(),
  copied: z.number(),
  /** Why the others have none (the first 20), and how many there are. */
  skipped: z.array(Skipped),
  skippedCount: z.number(),
  /** The copy that was sealed last: it counts, whether or not it is listed yet. */
  sealed: z.object({ id: z.string(), fence: z.number(), completedAtMs: z.number() }).optional(),
  /** The copy being made. */
  inHand: z
    .object({
      baseId: z.string().nullable(),
      after: z.object({ kind: z.string(), type: z.string(), id: z.string() }),
      records: z.number(),
      writer: z.json() as z.ZodType<JsonValue>,
    })
    .optional(),
});
export type CopyCheckpoint = z.infer<typeof CopyCheckpoint>;

const CopyResult = z.object({ copied: z.number(), skipped: z.number() });
type CopyResult = z.infer<typeof CopyResult>;

/** Copies backups of one schema to another storage of the tenant, one after the other. */
export const copyKind: RunKind<CopyInput, CopyCheckpoint, CopyResult> = {
  name: 'copy-backups',
  input: { schema: CopyInput },
  checkpoint: { schema: CopyCheckpoint },
  result: { schema: CopyResult },
  headway: ({ at, inHand }) => [at, inHand?.after],
  shown: {
    title: 'copy',
    now: 'Copying',
    about: ({ input }) => `${counted(input.backups.length, 'backup')} to ${input.label}`,
    stop: {
      effect:
        'Backups that were copied already stay in the other storage. What was copied of the current one is deleted there.',
      done: 'Backups that were copied already stay.',
    },
  },
  // Of several only the current one, which is not known before it is asked: its deletion waits.
  reads: ({ input }) => (input.backups.length === 1 ? input.backups.map(runId) : []),
};
export type CopyRun = RunOf<typeof copyKind>;
export type CopyLease = RunLease<CopyInput, CopyCheckpoint, CopyResult>;

export const NOTHING_COPIED: CopyCheckpoint = { at: 0, copied: 0, skipped: [], skippedCount: 0 };

/** The id of the copy that a run makes of a backup. */
export const copyIdOf = (run: Pick<CopyRun, 'id'>, backupId: string): RunId =>
  runId(createHash('sha256').update(`${run.id} ${backupId}`).digest('hex').slice(0, 24));

/** The current backup; undefined once all are dealt with. */
export const backupInHand = ({ input }: CopyRun, { at }: CopyCheckpoint): RunId | undefined => {
  const id = input.backups[at];
  return id === undefined ? undefined : runId(id);
};

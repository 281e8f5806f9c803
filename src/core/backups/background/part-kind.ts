import { z } from 'zod';
import { Refused } from '../../kernel/errors.ts';
import { runId, type RunId } from '../../kernel/ids.ts';
import type { JsonValue } from '../../kernel/json/json-value.ts';
import type { RunKind, RunOf } from '../../runs/run-kind.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import { BACKUP_PARTS } from '../parts/backup-parts.ts';

const PartInput = z.object({
  /** The name of the part. */
  part: z.string(),
});

const PartCheckpoint = z.object({
  /** The account it was read with: under another one it starts over. */
  accountId: z.string(),
  baseId: z.string().nullable(),
  /** How far the part has come; only the part itself reads this. */
  state: z.json() as z.ZodType<JsonValue>,
  writer: z.json() as z.ZodType<JsonValue>,
  /** Calls made to the site so far. */
  calls: z.number().optional(),
});
type PartCheckpoint = z.infer<typeof PartCheckpoint>;

const PartResult = z.object({
  status: z.enum(['complete', 'incomplete', 'unavailable']),
  message: z.string().optional(),
  counts: z.record(z.string(), z.number()),
  contentBytes: z.number(),
  storedBytes: z.number(),
  /** How many calls to the site it took; absent in results of earlier versions. */
  calls: z.number().optional(),
});
export type PartResult = z.infer<typeof PartResult>;

/**
 * Reads one part of a complete backup. It occupies no schema: only the deletion of the backup waits
 * for it. Parts of one backup are read by one run at a time.
 */
export const partKind: RunKind<z.infer<typeof PartInput>, PartCheckpoint, PartResult> = {
  name: 'backup-part',
  input: { schema: PartInput },
  checkpoint: { schema: PartCheckpoint },
  result: { schema: PartResult },
  headway: ({ state }) => state,
  followsByItself: true,
  shown: {
    title: 'background part',
    now: 'Reading',
    about: ({ input }) => titleOf(input.part),
    stop: {
      effect:
        'What was read of this part will be discarded. The backup itself stays complete, and you can retry the part later.',
      done: 'The part was discarded. The backup itself is complete.',
    },
  },
  reads: ({ backupId }) => (backupId ? [backupId] : []),
};
export type PartRun = RunOf<typeof partKind>;
export type PartLease = RunLease<z.infer<typeof PartInput>, PartCheckpoint, PartResult>;

/** The backup that the part belongs to. */
export function backupOf({ backupId }: Pick<PartRun, 'backupId'>): RunId {
  if (!backupId) throw new Refused('no-backup', "This run doesn't name a backup.");
  return runId(backupId);
}

/** The title of a part; its internal name if this version doesn't know it. */
export const titleOf = (name: string): string =>
  BACKUP_PARTS.find((part) => part.name === name)?.title ?? name;

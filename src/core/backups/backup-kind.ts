import { z } from 'zod';
import type { JsonValue } from '../kernel/json/json-value.ts';
import { NOTHING } from '../runs/run-fields.ts';
import type { RunKind, RunOf } from '../runs/run-kind.ts';
import type { RunLease } from '../runs/run-lease.ts';

const BackupScope = z.object({
  tenantId: z.string(),
  workspaceId: z.string(),
  accountId: z.string(),
  schemaId: z.string(),
  storageId: z.string(),
  /** Of the projection. */
  formatVersion: z.number(),
  baseId: z.string().nullable(),
});
/**
 * What a backup run freezes when it starts: if any of it differs when the run resumes, the backup
 * would consist of two halves that don't fit.
 */
export type BackupScope = z.infer<typeof BackupScope>;

const BackupInput = z.preprocess(
  (stored) => stored ?? {}, // earlier versions stored nothing
  z.object({
    /** Names of the chosen parts, among those that can be chosen. */
    parts: z.array(z.string()).default([]),
  }),
);
/** What was chosen for a backup when it was requested. */
export type BackupInput = z.infer<typeof BackupInput>;

const Unsaved = z.object({ id: z.string(), reason: z.string() });
const NotedValues = z.array(
  z.object({ id: z.string(), attribute: z.string(), reason: z.string() }),
);

const BackupCheckpoint = z.object({
  scope: BackupScope,
  /** Object type id → everything below this offset is read. */
  contiguous: z.record(z.string(), z.number()),
  startedAtMs: z.number(),
  unsaved: z.array(Unsaved),
  unsavedCount: z.number(),
  kept: NotedValues.default([]),
  keptCount: z.number().default(0),
  lost: NotedValues.default([]),
  lostCount: z.number().default(0),
  silent: z.array(z.object({ id: z.string(), label: z.string() })).default([]),
  silentCount: z.number().default(0),
  definitions: z.string().optional(),
  isUnsteady: z.boolean().default(false),
  writer: z.json() as z.ZodType<JsonValue>,
});
export type BackupCheckpoint = z.infer<typeof BackupCheckpoint>;

/** Takes a backup, which gets the run's id. */
export const backupKind: RunKind<BackupInput | undefined, BackupCheckpoint, undefined> = {
  name: 'backup',
  input: { schema: BackupInput },
  checkpoint: {
    schema: BackupCheckpoint,
    unreadable:
      "The interrupted backup can't be resumed because it was started by another version of this service. Start a new backup.",
  },
  result: NOTHING,
  headway: ({ contiguous }) => contiguous,
  needsConnection: true,
  shown: {
    title: 'backup',
    now: 'Backing up',
    stop: {
      effect: "The partial backup will be discarded. Earlier backups aren't affected.",
      done: 'The partial backup is discarded. It is listed under Terminated backups.',
    },
  },
  occupies: (run) => run.catalogId,
};
export type BackupRun = RunOf<typeof backupKind>;
export type BackupLease = RunLease<BackupInput | undefined, BackupCheckpoint, undefined>;

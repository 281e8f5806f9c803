import { z } from 'zod';
import { Refused } from '../../kernel/errors.ts';
import type { JsonValue } from '../../kernel/json.ts';

/** What a backup run freezes when it starts: if one of these differs when it is resumed, it would be two halves of different things. */
const Scope = z.object({
  tenantId: z.string(),
  /** The site's key. */
  workspaceId: z.string(),
  accountId: z.string(),
  schemaId: z.string(),
  storageId: z.string(),
  formatVersion: z.number(),
  baseId: z.string().nullable(),
});
export type BackupScope = z.infer<typeof Scope>;

const Checkpoint = z.object({
  scope: Scope,
  /** Object type id → everything below this offset is read. */
  contiguous: z.record(z.string(), z.number()),
  startedAtMs: z.number(),
  unsaved: z.array(z.object({ id: z.string(), reason: z.string() })),
  unsavedCount: z.number(),
  writer: z.json(),
});
export interface BackupCheckpoint extends Omit<z.infer<typeof Checkpoint>, 'writer'> {
  writer: JsonValue;
}

/** @throws Refused `checkpoint-unusable` */
export function readCheckpoint(value: JsonValue): BackupCheckpoint {
  const parsed = Checkpoint.safeParse(value);
  if (!parsed.success)
    throw new Refused(
      'checkpoint-unusable',
      'The interrupted backup cannot be resumed: it was begun by another version of this service. Start a new backup.',
    );
  return parsed.data as BackupCheckpoint;
}

const NAMES: Partial<Record<keyof BackupScope, string>> = {
  workspaceId: 'the workspace',
  accountId: 'the account',
  storageId: 'the backup storage',
  formatVersion: 'the backup format',
  schemaId: 'the schema',
  tenantId: 'the installation',
};

/** @throws Refused `scope-changed`, naming what changed while the run was interrupted */
export function assertSameScope(then: BackupScope, now: BackupScope): void {
  for (const [field, name] of Object.entries(NAMES) as [keyof BackupScope, string][]) {
    if (then[field] !== now[field])
      throw new Refused(
        'scope-changed',
        `The backup was interrupted, and ${name} changed before it could go on. Start a new backup.`,
      );
  }
}

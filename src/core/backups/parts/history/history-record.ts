import { z } from 'zod';
import type { HistoryEntry } from '../../../assets/model/history-entry.ts';
import type { JsonValue } from '../../../kernel/json/json-value.ts';
import type { BackupRecord, RecordKey } from '../../../storages/records/backup-record.ts';

const json = z.json() as z.ZodType<JsonValue>;

/** One of the changes in a record of history. */
export const StoredChange = z.object({
  id: z.string(),
  type: json,
  actor: z.object({ key: z.string(), name: z.string() }),
  attribute: z.string(),
  before: json,
  after: json,
  created: z.string(),
});
export type StoredChange = z.infer<typeof StoredChange>;

/** The body of a record of history, whose changes may be so many that they are read in turns. */
export const StoredHistory = z.object({
  /** When its object was changed last, as the backup has the object. */
  updated: z.string(),
  /** The oldest first, each a {@link StoredChange}. */
  entries: z.array(z.unknown()),
});

/** An object of the backup, as far as its history needs it. */
export interface HistoryOwner {
  typeId: string;
  id: string;
  label: string;
  updated: string;
}

export const historyKey = ({ typeId, id }: Pick<HistoryOwner, 'typeId' | 'id'>): RecordKey => ({
  kind: 'history',
  type: typeId,
  id,
});

export const historyRecord = (owner: HistoryOwner, entries: HistoryEntry[]): BackupRecord => ({
  ...historyKey(owner),
  label: owner.label,
  body: { updated: owner.updated, entries },
});

import type { JsonValue } from '../kernel/json-value.ts';

/** The kinds of record in a backup, in the order in which a manifest lists them. */
export const RECORD_KINDS = [
  'schema',
  'objectType',
  'attribute',
  'referenceType',
  'status',
  'user',
  'group',
  'object',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Names one record within a backup. Order: kind (as in RECORD_KINDS), then type, then id (digits as numbers and before all others, the rest by code unit). */
export interface RecordKey {
  kind: RecordKind;
  /** The object type id for attributes and objects, '0' for the rest. */
  type: string;
  id: string;
}

/** One record: its body is a projection (core/backups/projection.ts) of what the site answered. */
export interface BackupRecord extends RecordKey {
  /** What a person calls it; at most 256 characters. Shown in lists without opening the body. */
  label: string;
  body: JsonValue;
}

/** A line of the manifest, as a reader sees it. */
export interface RecordEntry extends RecordKey {
  label: string;
  bytes: number;
}

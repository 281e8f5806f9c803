import type { JsonValue } from '../../kernel/json/json-value.ts';

/**
 * A kind of record: a word that its part defines. A reader may meet kinds that it does not know.
 */
export type RecordKind = string;

/**
 * The kinds of version 1 of the format. All others stand behind them, by name, so that the order is
 * the same for whoever does not know them.
 */
const FIRST_KINDS = [
  'schema',
  'objectType',
  'attribute',
  'referenceType',
  'status',
  'user',
  'group',
  'object',
];
const RANKS = new Map(FIRST_KINDS.map((kind, rank) => [kind, rank]));

/** The order in which a manifest lists kinds. */
export function compareKinds(a: RecordKind, b: RecordKind): number {
  if (a === b) return 0;
  const byRank = (RANKS.get(a) ?? FIRST_KINDS.length) - (RANKS.get(b) ?? FIRST_KINDS.length);
  return byRank || (a < b ? -1 : 1);
}

/**
 * Names one record within a backup. Order: kind (`compareKinds`), then type, then id (digits as
 * numbers and before all others, the rest by code unit).
 */
export interface RecordKey {
  kind: RecordKind;
  /** The object type's id for attributes, objects and roles of types, '0' for the rest. */
  type: string;
  id: string;
}

/**
 * One record: its body is a projection (core/backups/parts) of what the site answered, or bytes as
 * they came.
 */
export interface BackupRecord extends RecordKey {
  /** Its label for people; at most 256 characters. Shown in lists without opening the body. */
  label: string;
  body: JsonValue | Uint8Array;
}

/** A line of the manifest, as a reader sees it. */
export interface RecordEntry extends RecordKey {
  label: string;
  bytes: number;
}

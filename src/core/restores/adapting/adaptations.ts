import type { AttributeKind } from '../../assets/model/definitions/attribute-kind.ts';

/** A name of the backup, and what it is on the destination. */
export interface AdaptedName {
  from: string;
  to: string;
}

/** What of a backup the destination can't take as it is, and what stands there in its place. */
export interface Adaptations {
  /** Of object types. */
  readonly types: readonly AdaptedName[];
  readonly statuses: readonly AdaptedName[];
  /** The backup's attributes whose values become text, by id, with their kind in the backup. */
  readonly asText: ReadonlyMap<string, AttributeKind>;
  /** Those of them whose values are left empty, by choice. */
  readonly leftEmpty: ReadonlySet<string>;
  /** Characters that names of objects can't have. */
  readonly reservedInNames: readonly string[];
}

/** Of a destination that takes everything as it is. */
export const NOTHING_ADAPTED: Adaptations = {
  types: [],
  statuses: [],
  asText: new Map(),
  leftEmpty: new Set(),
  reservedInNames: [],
};

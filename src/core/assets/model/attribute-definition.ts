import type { JsonValue } from '../../kernel/json.ts';

/** An attribute definition: ids as strings, everything a restore needs, under Assets' own names. */
export interface AttributeDefinition {
  id: string;
  objectTypeId: string;
  name: string;
  position: number;
  /** Assets' `type` (0 default, 1 reference, 2 user, 4 group, 7 status, …); absent on the wire means 0. */
  type: number;
  /** Assets' definition without what differs between callers (icons, counts, urls). */
  definition: Record<string, JsonValue>;
}

import type { Unresolved } from './unresolved.ts';

/** What the names of one kind are on the destination. */
export interface Resolution {
  /** The backup's id → the id there. */
  found: Map<string, string>;
  missing: Unresolved[];
}

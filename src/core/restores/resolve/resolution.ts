import type { Unresolved } from './unresolved.ts';

/** A person of the backup, and the account that stands for them. */
export interface OtherPerson {
  name: string;
  to: string;
}

/** The counterparts of names of one kind on the destination. */
export interface Resolution {
  /** The backup's id → the id there. */
  found: Map<string, string>;
  missing: Unresolved[];
  /** People who were found under another account. */
  others?: OtherPerson[] | undefined;
}

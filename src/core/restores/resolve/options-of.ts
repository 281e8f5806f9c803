import type { Unresolved } from './unresolved.ts';

/** A longer list is no choice for a person any more. */
const MAX_OPTIONS = 300;

/** The names as options to choose from; none where there are too many. */
export const optionsOf = (names: string[]): Unresolved['options'] =>
  names.length <= MAX_OPTIONS ? [...names].sort().map((name) => ({ id: name, name })) : [];

import type { Unresolved } from './unresolved.ts';

/** Nobody can choose from a longer list. */
const MAX_OPTIONS = 300;

/** The names as options to choose from; none if there are too many. */
export const optionsOf = (names: string[]): Unresolved['options'] =>
  names.length <= MAX_OPTIONS ? [...names].sort().map((name) => ({ id: name, name })) : [];

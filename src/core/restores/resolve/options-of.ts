import type { Unresolved } from './unresolved.ts';

/** Nobody can choose from a longer list. */
const MAX_OPTIONS = 300;

type Options = Unresolved['options'];

/** These to choose from, by name; none if there are too many. */
export const fewOptions = (options: readonly Options[number][], most = MAX_OPTIONS): Options =>
  options.length <= most ? [...options].sort((a, b) => (a.name < b.name ? -1 : 1)) : [];

/** The names as options to choose from; none if there are too many. */
export const optionsOf = (names: readonly string[]): Options =>
  fewOptions(names.map((name) => ({ id: name, name })));

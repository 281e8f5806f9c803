import type { Fields } from './fields.ts';

const PICK = /^pick-(\w+)$/;

/** The ids of what is ticked in a list: a field `pick-<id>` each. */
export const readPicks = (fields: Fields): string[] =>
  Object.keys(fields).flatMap((name) => PICK.exec(name)?.[1] ?? []);

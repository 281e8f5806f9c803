import type { RoleChange } from './role-changes.ts';

/** How many of those whom a role lacks are named. */
const MAX_NAMED = 10;

/** Whom a role lacks, in words. */
export function whoIsMissing({ added }: Pick<RoleChange, 'added'>): string {
  const named = added.slice(0, MAX_NAMED).map(({ kind, id }) => `${kind} ${id}`);
  const more = added.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

/** The role of something, in words. */
export const roleOf = (name: string, of: string): string => `The role "${name}" of ${of}`;

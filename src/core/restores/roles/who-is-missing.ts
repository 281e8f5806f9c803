import type { RoleChange } from './role-changes.ts';

/** How many of those whom a role lacks are named. */
const MAX_NAMED = 10;

/** Whom a role lacks, in words. */
export function whoIsMissing({ added }: Pick<RoleChange, 'added'>): string {
  const named = added.slice(0, MAX_NAMED).map(({ kind, id }) => `${kind} ${id}`);
  const more = added.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

/** Why a role that is left is not set, in sentences. */
export const whyLeft = (change: RoleChange, of: string): string =>
  `${roleOf(change.name, of)} isn't changed, because the destination names some of its members in an unknown format, and they would lose it. Give it to ${whoIsMissing(change)} in Assets.`;

/** The role of something, in words. */
export const roleOf = (name: string, of: string): string => `The role "${name}" of ${of}`;

import type { Role, RoleActor } from '../../assets/model/definitions/role.ts';
import type { ResolvedNames } from '../resolve/resolved-names.ts';

type Actor = Pick<RoleActor, 'kind' | 'id'>;

/** A role of the destination that lacks somebody whom the backup's has. */
export interface RoleChange {
  id: string;
  name: string;
  /** Whom it lacks, as they are called on the destination. */
  added: Actor[];
  /** Who has it afterwards. */
  actors: Actor[];
  /** A role is set whole: this one would be taken from those whom the site names unreadably. */
  isLeft: boolean;
}

interface RoleChanges {
  changes: RoleChange[];
  /** Roles of the backup, with somebody in them, that the destination does not have. */
  missingRoles: string[];
}

const markOf = ({ kind, id }: Actor): string => `${kind} ${id}`;
const isSameRole = (a: Role, b: Role): boolean => a.name.toLowerCase() === b.name.toLowerCase();

/**
 * What brings the roles of one schema or object type to where the backup's are. Nobody loses a
 * role: whoever has one keeps it, the account of the restore among them. Who is not on the
 * destination is left out. Pure.
 */
export function roleChanges(
  wanted: readonly Role[],
  there: readonly Role[],
  names: Pick<ResolvedNames, 'user' | 'group'>,
): RoleChanges {
  const found: RoleChanges = { changes: [], missingRoles: [] };
  for (const role of wanted) {
    const actors = actorsThere(role, names);
    if (actors.length === 0) continue;
    const match = there.find((each) => isSameRole(each, role));
    if (!match) {
      found.missingRoles.push(role.name);
      continue;
    }
    const having = new Set(match.actors.map(markOf));
    const added = actors.filter((actor) => !having.has(markOf(actor)));
    if (added.length === 0) continue;
    const { id, name, hasUnreadActors: isLeft = false } = match;
    const all = [...match.actors.map(plain), ...added];
    found.changes.push({ id, name, added, actors: all, isLeft });
  }
  return found;
}

/** Whoever has the role in the backup, as far as they are on the destination, each once. */
export function actorsThere(
  { actors }: Pick<Role, 'actors'>,
  names: Pick<ResolvedNames, 'user' | 'group'>,
): Actor[] {
  const found = new Map<string, Actor>();
  for (const { kind, id } of actors) {
    const there = names[kind].get(id);
    if (there !== undefined) found.set(markOf({ kind, id: there }), { kind, id: there });
  }
  return [...found.values()];
}

const plain = ({ kind, id }: RoleActor): Actor => ({ kind, id });

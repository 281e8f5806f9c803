import type { ObjectType } from '../../assets/model/definitions/object-type.ts';
import type { Role } from '../../assets/model/definitions/role.ts';
import type { AccessReader } from '../../assets/ports/parts/access-reader.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import type { ResolvedNames } from '../resolve/resolved-names.ts';
import { UnreadableRoles, type Unreadable } from './unreadable-roles.ts';
import { actorsThere, roleChanges, type RoleChange } from './role-changes.ts';

type RolesReader = Pick<AccessReader, 'schemaRoles' | 'typeRoles'>;

/** What of a restore's context is needed. */
interface RolesToRestore {
  source: { structure: { roles?: Role[] | undefined; types: Pick<ObjectType, 'id' | 'name'>[] } };
  matches: { names: Pick<ResolvedNames, 'user' | 'group'> };
}

/** Where the schema and its object types are on the destination; undefined: still to be made. */
interface RolePlaces {
  schemaId: string | undefined;
  typeId: (old: string) => string | undefined;
}

/** What the roles of one schema or object type lack on the destination. */
export interface FoundRoleChanges {
  /** What a person calls it. */
  of: string;
  changes: RoleChange[];
  missingRoles: string[];
  /** How many roles will be set where the thing is still to be made. */
  toCome: number;
}

/** Roles that the site does not tell. */
interface FoundUnreadable {
  unreadable: Unreadable;
}

/**
 * Compares the roles that were chosen to be restored with those of the destination, one schema or
 * object type after the other. Only those are asked for that have somebody in them in the backup;
 * what the site does not tell comes last. @throws what AccessReader throws
 */
export async function* findRoleChanges(
  { source, matches }: RolesToRestore,
  target: RolesReader,
  places: RolePlaces,
  signal: AbortSignal,
): AsyncGenerator<FoundRoleChanges | FoundUnreadable> {
  const { roles = [], types } = source.structure;
  const typeNames = new Map(types.map(({ id, name }) => [id, name]));
  const byOwner = Map.groupBy(roles, ({ typeId }) => typeId);
  const unreadable = new UnreadableRoles();
  for (const [typeId, wanted] of byOwner) {
    const toCome = wanted.filter((role) => actorsThere(role, matches.names).length > 0).length;
    if (toCome === 0) continue;
    const of = typeId === undefined ? 'the schema' : (typeNames.get(typeId) ?? typeId);
    const unavailable = unreadable.reasonToStop;
    const there =
      unavailable === undefined
        ? await rolesThere(target, typeId, places, signal)
        : { unavailable };
    if (there === undefined) yield { of, changes: [], missingRoles: [], toCome };
    else if ('unavailable' in there) unreadable.add(of, there.unavailable);
    else {
      unreadable.noteRead();
      yield { of, ...roleChanges(wanted, there.value, matches.names), toCome: 0 };
    }
  }
  const { inWords } = unreadable;
  if (inWords) yield { unreadable: inWords };
}

/** Undefined where the thing is still to be made. */
async function rolesThere(
  target: RolesReader,
  typeId: string | undefined,
  places: RolePlaces,
  signal: AbortSignal,
): Promise<{ value: Role[] } | { unavailable: string } | undefined> {
  const id = typeId === undefined ? places.schemaId : places.typeId(typeId);
  if (id === undefined) return undefined;
  return typeId === undefined ? target.schemaRoles(id, signal) : target.typeRoles(id, signal);
}

/** As they are before a run, or after it. */
export const placesThere = ({
  destination,
  matches,
}: Pick<RestoreContext, 'destination' | 'matches'>): RolePlaces => ({
  schemaId: destination.schemaId,
  typeId: (old) => matches.structure.types.get(old)?.id,
});

import type { Role } from '../../assets/model/role.ts';
import type { AccessReader } from '../../assets/ports/parts/access-reader.ts';
import type { RestoreContext } from '../context/restore-context.ts';
import { actorsThere, roleChanges, type RoleChange } from './role-changes.ts';

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
  /** Why the site does not tell. */
  unavailable?: string | undefined;
  /** How many roles will be set where the thing is still to be made. */
  toCome: number;
}

/**
 * Compares the roles that were chosen to be restored with those of the destination, one schema or
 * object type after the other. Only those are asked for that have somebody in them in the backup;
 * what the site does not tell ends it. @throws what AccessReader throws
 */
export async function* findRoleChanges(
  { source, matches }: Pick<RestoreContext, 'source' | 'matches'>,
  target: AccessReader,
  places: RolePlaces,
  signal: AbortSignal,
): AsyncGenerator<FoundRoleChanges> {
  const { roles = [], types } = source.structure;
  const typeNames = new Map(types.map(({ id, name }) => [id, name]));
  const byOwner = Map.groupBy(roles, ({ typeId }) => typeId);
  for (const [typeId, wanted] of byOwner) {
    const toCome = wanted.filter((role) => actorsThere(role, matches.names).length > 0).length;
    if (toCome === 0) continue;
    const of = typeId === undefined ? 'the schema' : (typeNames.get(typeId) ?? typeId);
    const there = await rolesThere(target, typeId, places, signal);
    if (there === undefined) yield { of, changes: [], missingRoles: [], toCome };
    else if ('unavailable' in there) {
      yield { of, changes: [], missingRoles: [], toCome: 0, ...there };
      return;
    } else yield { of, ...roleChanges(wanted, there.value, matches.names), toCome: 0 };
  }
}

/** Undefined where the thing is still to be made. */
async function rolesThere(
  target: AccessReader,
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

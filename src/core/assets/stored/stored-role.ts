import { z } from 'zod';
import type { Role } from '../model/definitions/role.ts';

/** A role in the form that backups hold. */
const StoredRole = z.object({
  id: z.string(),
  name: z.string(),
  objectTypeId: z.string().optional(),
  actors: z.array(
    z.object({ kind: z.enum(['user', 'group']), id: z.string(), name: z.string().optional() }),
  ),
});
type StoredRole = z.infer<typeof StoredRole>;

/** @throws ZodError for a body of another shape */
export function readStoredRole(body: unknown): Role {
  const { objectTypeId, ...role } = StoredRole.parse(body);
  return { ...role, typeId: objectTypeId };
}

/** What a backup stores for a role: its members, in a stable order. */
export function storedRole({ id, name, typeId, actors }: Role): StoredRole {
  const markOf = (actor: Role['actors'][number]): string => `${actor.kind} ${actor.id}`;
  return {
    id,
    name,
    ...(typeId === undefined ? {} : { objectTypeId: typeId }),
    actors: actors
      .map((actor) => ({
        kind: actor.kind,
        id: actor.id,
        ...(actor.name === undefined ? {} : { name: actor.name }),
      }))
      .sort((a, b) => (markOf(a) < markOf(b) ? -1 : 1)),
  };
}

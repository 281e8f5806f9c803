import type { RoleActor } from '../../model/role.ts';
import type { SchemaFlags } from '../../model/schema-properties.ts';
import type { Available } from '../site/available.ts';

/**
 * Writes what may be missing. Each may be repeated; what the site does not take is a reason, and
 * ends nothing. @throws as AssetsWriter, but for what the site says of these calls
 */
export interface AccessWriter {
  /** Those that are not named stay as they are. */
  setSchemaProperties(
    schemaId: string,
    flags: SchemaFlags,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
  /** Puts the attribute in this place among those of its type, from 0 on. */
  moveAttribute(
    objectTypeId: string,
    id: string,
    position: number,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
  /** From then on these have the role, and nobody else. */
  setRole(
    id: string,
    actors: readonly Pick<RoleActor, 'kind' | 'id'>[],
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}

import type { RoleActor } from '../../model/definitions/role.ts';
import type { SchemaFlags } from '../../model/definitions/schema-properties.ts';
import type { Available } from '../site/available.ts';

/**
 * Writes what a site may not offer. Each call may be repeated; a refusal is returned as a reason
 * and ends nothing. @throws as AssetsWriter, but for what the site says of these calls
 */
export interface AccessWriter {
  /** Switches that are not named keep their value. */
  setSchemaProperties(
    schemaId: string,
    flags: SchemaFlags,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
  /** Moves the attribute to this position among those of its type, from 0. */
  moveAttribute(
    objectTypeId: string,
    id: string,
    position: number,
    signal?: AbortSignal,
  ): Promise<Available<true>>;
  /** Afterwards exactly these have the role. */
  setRole(
    id: string,
    actors: readonly Pick<RoleActor, 'kind' | 'id'>[],
    signal?: AbortSignal,
  ): Promise<Available<true>>;
}

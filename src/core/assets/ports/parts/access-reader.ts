import type { Role } from '../../model/definitions/role.ts';
import type { SchemaProperties } from '../../model/definitions/schema-properties.ts';
import type { Available } from '../site/available.ts';

/**
 * What a site says about a schema beside its structure: its switches, and who may do what. Any of
 * it may be missing. @throws as AssetsReader, but for what the site says of these calls
 */
export interface AccessReader {
  /** (assets-api: G, Schema properties) */
  schemaProperties(schemaId: string, signal?: AbortSignal): Promise<Available<SchemaProperties>>;
  /** The roles of the schema itself (assets-api: G, Roles). */
  schemaRoles(schemaId: string, signal?: AbortSignal): Promise<Available<Role[]>>;
  /** The roles of one object type. */
  typeRoles(objectTypeId: string, signal?: AbortSignal): Promise<Available<Role[]>>;
}

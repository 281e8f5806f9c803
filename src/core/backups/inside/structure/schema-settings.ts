import type { SchemaFlags } from '../../../assets/model/definitions/schema-properties.ts';
import type { Role } from '../../../assets/model/definitions/role.ts';
import { readStoredProperties } from '../../../assets/stored/stored-properties.ts';
import { readStoredRole } from '../../../assets/stored/stored-role.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';

/** How many roles with somebody in them are shown. */
const MAX_ROLES = 500;

/** What a backup holds of a schema beside its structure. */
export interface SchemaSettings {
  flags: SchemaFlags;
  /** Those that somebody has; those of the schema first. */
  roles: Role[];
}

/** @throws Damaged */
export async function readSettings(reader: BackupReader): Promise<SchemaSettings> {
  const settings: SchemaSettings = { flags: {}, roles: [] };
  for await (const { body } of reader.records({ kind: 'properties' }))
    settings.flags = readStoredProperties(body).flags;
  for await (const { body } of reader.records({ kind: 'role' })) {
    const role = readStoredRole(body);
    if (role.actors.length > 0) settings.roles.push(role);
    if (settings.roles.length === MAX_ROLES) break;
  }
  return settings;
}

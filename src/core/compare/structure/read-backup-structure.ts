import { z } from 'zod';
import { readStoredAttribute } from '../../assets/stored/stored-attribute.ts';
import { StoredObjectType } from '../../assets/stored/stored-object-type.ts';
import { readStoredReferenceType, readStoredStatus } from '../../assets/stored/stored-named.ts';
import { readStoredRole } from '../../assets/stored/stored-role.ts';
import { readStoredProperties } from '../../assets/stored/stored-properties.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import { sortStructure, type SchemaStructure } from './schema-structure.ts';

const SchemaBody = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string(),
  description: z.string(),
});
/** Compared across schemas. */
const TypeBody = StoredObjectType.omit({ schemaId: true });

/** Everything of a schema but its objects, from a backup. @throws Damaged */
export async function readBackupStructure(reader: BackupReader): Promise<SchemaStructure> {
  const structure: SchemaStructure = {
    schema: { id: '', name: '', key: '', description: '' },
    types: [],
    attributes: [],
    statuses: [],
    referenceTypes: [],
  };
  for await (const { body } of reader.records({ kind: 'schema' }))
    structure.schema = SchemaBody.parse(body);
  for await (const { body } of reader.records({ kind: 'objectType' }))
    structure.types.push(TypeBody.parse(body));
  for await (const { body } of reader.records({ kind: 'attribute' }))
    structure.attributes.push(readStoredAttribute(body));
  for await (const { body } of reader.records({ kind: 'status' }))
    structure.statuses.push(readStoredStatus(body));
  for await (const { body } of reader.records({ kind: 'referenceType' }))
    structure.referenceTypes.push(readStoredReferenceType(body));
  for await (const { body } of reader.records({ kind: 'role' }))
    (structure.roles ??= []).push(readStoredRole(body));
  for await (const { body } of reader.records({ kind: 'properties' }))
    structure.properties = readStoredProperties(body).flags;
  return sortStructure(structure);
}

/**
 * Version 1 of the projection: the part of the site's answers that is kept, in a canonical order,
 * so that equal content has equal records. Left out on purpose: counts, avatar and icon addresses
 * and locale-formatted display values, all of which change without the thing changing.
 */
import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import type { ObjectType } from '../../../assets/model/definitions/object-type.ts';
import type { ReferenceType } from '../../../assets/model/definitions/reference-type.ts';
import type { Schema } from '../../../assets/model/definitions/schema.ts';
import type { Status } from '../../../assets/model/definitions/status.ts';
import { storedAttribute } from '../../../assets/stored/stored-attribute.ts';
import { StoredObjectType } from '../../../assets/stored/stored-object-type.ts';
import { storedNamed } from '../../../assets/stored/stored-named.ts';
import { recordLabel } from '../../reading/record-label.ts';
import type { BackupRecord } from '../../../storages/records/backup-record.ts';

export function schemaRecord(schema: Schema): BackupRecord {
  const { id, name, key, description, created, updated } = schema;
  const body = { id, name, key, description, created, updated };
  return { kind: 'schema', type: '0', id, label: recordLabel(name), body };
}

export function objectTypeRecord(type: ObjectType): BackupRecord {
  const { objectCount: _count, ...kept } = type;
  return { kind: 'objectType', type: '0', id: type.id, label: recordLabel(type.name), body: kept };
}

/** The object type of a record, whose objects nobody has counted; none for what can't be read. */
export function readTypeBody(body: BackupRecord['body']): ObjectType[] {
  const read = StoredObjectType.safeParse(body);
  return read.success ? [{ ...read.data, objectCount: 0 }] : [];
}

export function attributeRecord(attribute: AttributeDefinition): BackupRecord {
  const { id, typeId, name } = attribute;
  const body = { ...storedAttribute(attribute) };
  return { kind: 'attribute', type: typeId, id, label: recordLabel(name), body };
}

export function definitionRecord(
  kind: 'referenceType' | 'status',
  item: ReferenceType | Status,
): BackupRecord {
  const { id, name } = item;
  return { kind, type: '0', id, label: recordLabel(name), body: { ...storedNamed(item) } };
}

/**
 * Version 1 of the projection: what of the site's answers is kept, in a canonical order, so that equal content has equal records.
 * Left out on purpose: counts, avatar and icon addresses, locale-formatted display values, labels of referenced objects and
 * names of users inside objects, all of which change without the object changing. Users and groups have records of their own.
 */
import type { AssetsObject } from '../assets/model/assets-object.ts';
import type { AttributeDefinition } from '../assets/model/attribute-definition.ts';
import type { Group } from '../assets/model/group.ts';
import type { ReferenceType } from '../assets/model/reference-type.ts';
import type { Status } from '../assets/model/status.ts';
import { storedAttribute } from '../assets/stored/stored-attribute.ts';
import { storedNamed } from '../assets/stored/stored-named.ts';
import type { ObjectType } from '../assets/model/object-type.ts';
import type { Schema } from '../assets/model/schema.ts';
import type { User } from '../assets/model/user.ts';
import type { BackupRecord } from '../storages/record.ts';

/** Grows when the meaning of a record's body changes; frozen in a backup's header. */
export const FORMAT_VERSION = 1;
const LABEL_MAX = 256;

const label = (text: string): string => text.slice(0, LABEL_MAX);

export function schemaRecord(schema: Schema): BackupRecord {
  const { id, name, key, description, created, updated } = schema;
  return {
    kind: 'schema',
    type: '0',
    id,
    label: label(name),
    body: { id, name, key, description, created, updated },
  };
}

export function objectTypeRecord(type: ObjectType): BackupRecord {
  const { objectCount: _count, ...kept } = type;
  return { kind: 'objectType', type: '0', id: type.id, label: label(type.name), body: kept };
}

export function attributeRecord(attribute: AttributeDefinition): BackupRecord {
  const { id, typeId, name } = attribute;
  return {
    kind: 'attribute',
    type: typeId,
    id,
    label: label(name),
    body: { ...storedAttribute(attribute) },
  };
}

export function definitionRecord(
  kind: 'referenceType' | 'status',
  item: ReferenceType | Status,
): BackupRecord {
  const { id, name } = item;
  return { kind, type: '0', id, label: label(name), body: { ...storedNamed(item) } };
}

export function userRecord(user: User): BackupRecord {
  const { accountId, displayName, email, deleted } = user;
  return {
    kind: 'user',
    type: '0',
    id: accountId,
    label: label(displayName),
    body: { accountId, displayName, email, deleted },
  };
}

export function groupRecord(group: Group): BackupRecord {
  return {
    kind: 'group',
    type: '0',
    id: group.name,
    label: label(group.name),
    body: { name: group.name },
  };
}

export function objectRecord(object: AssetsObject): BackupRecord {
  const { id, typeId, key, created, updated, values } = object;
  return {
    kind: 'object',
    type: typeId,
    id,
    label: label(object.label),
    body: { id, typeId, key, label: object.label, created, updated, values },
  };
}

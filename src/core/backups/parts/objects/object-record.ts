/**
 * Version 1 of the projection of an object. Left out on purpose: counts, avatar and icon addresses,
 * locale-formatted display values, labels of referenced objects and names of users, all of which
 * change without the object changing. Users and groups have records of their own.
 */
import type { AssetsObject } from '../../../assets/model/assets-object.ts';
import { recordLabel } from '../../reading/record-label.ts';
import type { BackupRecord } from '../../../storages/records/backup-record.ts';

export function objectRecord(object: AssetsObject): BackupRecord {
  const { id, typeId, key, label, created, updated, hasAvatar, values } = object;
  const avatar = hasAvatar ? { hasAvatar } : {};
  const body = { id, typeId, key, label, created, updated, ...avatar, values };
  return { kind: 'object', type: typeId, id, label: recordLabel(label || key), body };
}

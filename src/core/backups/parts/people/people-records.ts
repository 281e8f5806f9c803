/**
 * Version 1 of the projection of users and groups. Avatars are left out: they change without the
 * person changing.
 */
import type { Group } from '../../../assets/model/group.ts';
import type { User } from '../../../assets/model/user.ts';
import { recordLabel } from '../../reading/record-label.ts';
import type { BackupRecord } from '../../../storages/records/backup-record.ts';

export function userRecord(user: User): BackupRecord {
  const { accountId, displayName, email, deleted } = user;
  const body = { accountId, displayName, email, deleted };
  return { kind: 'user', type: '0', id: accountId, label: recordLabel(displayName), body };
}

export function groupRecord({ name }: Group): BackupRecord {
  return { kind: 'group', type: '0', id: name, label: recordLabel(name), body: { name } };
}

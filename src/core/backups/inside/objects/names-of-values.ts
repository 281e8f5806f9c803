import { z } from 'zod';
import { orAbsent } from '../../../kernel/errors.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { findObject } from './find-objects.ts';
import type { Names } from './show-value.ts';
import type { StoredObject } from './stored-object.ts';

/** References beyond this many are shown by id: naming one costs a look into the backup. */
const REFERENCES_NAMED = 100;

const StoredUser = z.object({ displayName: z.string() });

/** Names of the users that values mention, and of referenced objects of the same backup. */
export async function namesOfValues(
  reader: BackupReader,
  values: StoredObject['values'],
): Promise<Names> {
  const names: Names = { users: new Map(), objects: new Map() };
  const mentioned = Object.values(values).flat();
  const idsOf = (field: string): Set<string> =>
    new Set(mentioned.map((value) => value[field]).filter((id) => typeof id === 'string'));
  for (const accountId of idsOf('user')) {
    const record = await orAbsent(reader.get({ kind: 'user', type: '0', id: accountId }));
    if (record) names.users.set(accountId, StoredUser.parse(record.body).displayName);
  }
  for (const id of [...idsOf('object')].slice(0, REFERENCES_NAMED)) {
    const object = await findObject(reader, id);
    if (object) names.objects.set(id, object);
  }
  return names;
}

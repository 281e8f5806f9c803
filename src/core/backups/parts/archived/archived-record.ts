import { z } from 'zod';
import type { ListedArchived } from '../../../assets/model/listed-archived.ts';
import type { AssetsObject } from '../../../assets/model/assets-object.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import { asMembers } from '../../../kernel/json/field-forms.ts';
import type { BackupRecord, RecordKey } from '../../../storages/records/backup-record.ts';
import { objectRecord } from '../objects/object-record.ts';

export const ARCHIVED_KIND = 'archivedObject';

/** Beside what is stored of any object: when it was archived, and by whom. */
const Archiving = z.object({
  archivedAt: z.string(),
  archivedBy: z.object({ id: z.string(), name: z.string() }),
});
export type Archiving = z.infer<typeof Archiving>;

export const archivedKey = (type: string, id: string): RecordKey => ({
  kind: ARCHIVED_KIND,
  type,
  id,
});

export function archivedRecord(
  object: AssetsObject,
  { archivedAt, archivedBy }: ListedArchived,
): BackupRecord {
  const { body, ...record } = objectRecord(object);
  return {
    ...record,
    kind: ARCHIVED_KIND,
    body: asJson({ ...asMembers(body), archivedAt, archivedBy }),
  };
}

/** Undefined for an object that was not archived. */
export const archivingOf = (body: BackupRecord['body']): Archiving | undefined =>
  Archiving.safeParse(body).data;

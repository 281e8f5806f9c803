import { orAbsent } from '../../kernel/errors.ts';
import { pageOf, type Page } from '../../kernel/page.ts';
import type { BackupReader } from '../../storages/backup-reader.ts';
import { ARCHIVED_KIND } from '../parts/archived/archived-record.ts';
import { StoredObject } from './stored-object.ts';

const CONTENTS_PAGE = 25;
/** As Assets gives them: the number is that of the object. */
const OBJECT_KEY = /^[\p{L}\d_]+-(\d+)$/u;

export interface WantedObjects {
  /** Those that were archived, in the place of the others. */
  archived?: boolean | undefined;
  /** Of all types without it. */
  typeId?: string | undefined;
  /** A part of the label, or a whole key. */
  search?: string | undefined;
  /** From 1. */
  page?: number | undefined;
}

export interface ObjectLine {
  typeId: string;
  id: string;
  label: string;
  key: string;
}

/** Objects in pages of 25, in the order of the backup. @throws Damaged */
export async function findObjects(
  reader: BackupReader,
  { archived = false, typeId, search = '', page = 1 }: WantedObjects,
): Promise<Page<ObjectLine>> {
  const kind = archived ? ARCHIVED_KIND : 'object';
  const { entries, total } = await reader.entries({
    kind,
    skip: (page - 1) * CONTENTS_PAGE,
    limit: CONTENTS_PAGE,
    ...(typeId === undefined ? {} : { type: typeId }),
    ...(search.trim() ? { search: search.trim() } : {}),
  });
  const found =
    total === 0 && !archived ? await findByKey(reader, search.trim(), typeId) : undefined;
  const items = found ? [found] : await linesOf(reader, kind, entries);
  return pageOf(items, found ? 1 : total, { page, pageSize: CONTENTS_PAGE });
}

/** With their keys, which stand in the objects alone. */
async function linesOf(
  reader: BackupReader,
  kind: string,
  entries: readonly { type: string; id: string; label: string }[],
): Promise<ObjectLine[]> {
  const keys = entries.map(({ type, id }) => ({ kind, type, id }));
  const records = await reader.getMany(keys);
  const keyOf = new Map(
    records.map(({ type, id, body }) => [`${type} ${id}`, StoredObject.parse(body).key]),
  );
  return entries.map(({ type, id, label }) => ({
    typeId: type,
    id,
    label,
    key: keyOf.get(`${type} ${id}`) ?? '',
  }));
}

async function findByKey(
  reader: BackupReader,
  key: string,
  typeId: string | undefined,
): Promise<ObjectLine | undefined> {
  const id = OBJECT_KEY.exec(key)?.[1];
  if (id === undefined) return undefined;
  const found = await findObject(reader, id, typeId === undefined ? undefined : [typeId]);
  return found?.key.toLowerCase() === key.toLowerCase() ? found : undefined;
}

/** An object by its id alone, of whichever of these types, or of all. @throws Damaged */
export async function findObject(
  reader: BackupReader,
  id: string,
  types?: Iterable<string>,
): Promise<ObjectLine | undefined> {
  for (const type of types ?? (await reader.countsByType('object')).keys()) {
    const record = await orAbsent(reader.get({ kind: 'object', type, id }));
    if (!record) continue;
    return { typeId: type, id, label: record.label, key: StoredObject.parse(record.body).key };
  }
  return undefined;
}

import { orAbsent } from '../../../kernel/errors.ts';
import { cutPage, pageOf, placeOfPage, type Page } from '../../../kernel/page.ts';
import type { RecordKind } from '../../../storages/records/backup-record.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { ARCHIVED_KIND } from '../../parts/archived/archived-record.ts';
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
  /** It was put away. */
  archived: boolean;
}

/**
 * Objects in pages of 25, in the order of the backup. What is looked for is found among archived
 * ones as well, behind the others. @throws Damaged
 */
export async function findObjects(
  reader: BackupReader,
  { archived = false, typeId, search = '', page = 1 }: WantedObjects,
): Promise<Page<ObjectLine>> {
  const wanted = search.trim();
  const kinds = kindsToSearch(archived, wanted);
  const type = typeId === undefined ? {} : { type: typeId };
  const filter = wanted === '' ? type : { ...type, search: wanted };
  const shown = await pageOfLines(reader, kinds, { ...filter, page });
  if (shown.total > 0 || wanted === '') return shown;
  const found = await findByKey(reader, wanted, { kinds, typeId });
  return found ? cutPage([found], { pageSize: CONTENTS_PAGE }) : shown;
}

/** A search is counted by reading it: it's read again only if the page is behind its end. */
async function pageOfLines(
  reader: BackupReader,
  kinds: readonly RecordKind[],
  { page, ...filter }: { type?: string; search?: string; page: number },
): Promise<Page<ObjectLine>> {
  const skip = (page - 1) * CONTENTS_PAGE;
  const asked = await linesOf(reader, kinds, { ...filter, skip });
  const place = placeOfPage(asked.total, { page, pageSize: CONTENTS_PAGE });
  if (place.page === page) return pageOf(asked.lines, place);
  const { lines } = await linesOf(reader, kinds, { ...filter, skip: place.skip });
  return pageOf(lines, place);
}

/** A page of these kinds, one kind behind the other. */
async function linesOf(
  reader: BackupReader,
  kinds: readonly RecordKind[],
  { skip, ...filter }: { type?: string; search?: string; skip: number },
): Promise<{ lines: ObjectLine[]; total: number }> {
  const lines: ObjectLine[] = [];
  let total = 0;
  for (const kind of kinds) {
    const { entries, total: ofKind } = await reader.entries({
      ...filter,
      kind,
      skip: Math.max(0, skip - total),
      limit: CONTENTS_PAGE - lines.length,
    });
    lines.push(...(await withKeys(reader, kind, entries)));
    total += ofKind;
  }
  return { lines, total };
}

/** Archived objects have a list of their own; a search finds them among the others. */
function kindsToSearch(archived: boolean, wanted: string): string[] {
  if (archived) return [ARCHIVED_KIND];
  return wanted === '' ? ['object'] : ['object', ARCHIVED_KIND];
}

/** With their keys, which are only in the objects themselves. */
async function withKeys(
  reader: BackupReader,
  kind: RecordKind,
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
    archived: kind === ARCHIVED_KIND,
  }));
}

async function findByKey(
  reader: BackupReader,
  key: string,
  { kinds, typeId }: { kinds: readonly RecordKind[]; typeId: string | undefined },
): Promise<ObjectLine | undefined> {
  const id = OBJECT_KEY.exec(key)?.[1];
  if (id === undefined) return undefined;
  const types = typeId === undefined ? undefined : [typeId];
  for (const kind of kinds) {
    const found = await findOfKind(reader, kind, id, types);
    if (found?.key.toLowerCase() === key.toLowerCase()) return found;
  }
  return undefined;
}

/** An object by its id alone, an archived one as well. @throws Damaged */
export async function findObject(
  reader: BackupReader,
  id: string,
): Promise<ObjectLine | undefined> {
  const active = await findOfKind(reader, 'object', id);
  return active ?? findOfKind(reader, ARCHIVED_KIND, id);
}

/** Of whichever of these types, or of all. */
async function findOfKind(
  reader: BackupReader,
  kind: RecordKind,
  id: string,
  types?: Iterable<string>,
): Promise<ObjectLine | undefined> {
  for (const type of types ?? (await reader.countsByType(kind)).keys()) {
    const record = await orAbsent(reader.get({ kind, type, id }));
    if (!record) continue;
    const { key } = StoredObject.parse(record.body);
    return { typeId: type, id, label: record.label, key, archived: kind === ARCHIVED_KIND };
  }
  return undefined;
}

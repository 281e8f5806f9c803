import type { ListedArchived } from '../../../assets/model/listed-archived.ts';
import type { AttributeValue } from '../../../assets/model/attribute-value.ts';
import type { ArchiveReader } from '../../../assets/ports/parts/archive-store.ts';
import { ArchivedObjects } from '../../../assets/reading/archived-objects.ts';
import { runParallel } from '../../../assets/reading/run-parallel.ts';
import { counted } from '../../../kernel/counted.ts';
import { asMembers } from '../../../kernel/json/field-forms.ts';
import type { BackupRecord, RecordKey } from '../../../storages/records/backup-record.ts';
import type { PartShortfall } from '../../../storages/records/backup-part.ts';
import { definitionsOfBase } from '../../reading/definitions-of-base.ts';
import type { Definitions } from '../../reading/definitions.ts';
import type { PartReading } from '../../reading/part-reading.ts';
import { hasListedAttributes, valuesIn } from '../objects/unchanged-rule.ts';
import { nameOf, SeenPeople } from '../people/seen-people.ts';
import { ShownAttributes } from '../structure/shown-attributes.ts';
import { ARCHIVED_KIND, archivedKey, archivedRecord, archivingOf } from './archived-record.ts';

/**
 * Reads the archived objects of a schema, one call each: no list has their values. What an earlier
 * attempt has read, and what is as in the base, isn't asked for. A kind of site without an archive
 * has none.
 */
export async function readArchived(reading: PartReading): Promise<PartShortfall | undefined> {
  const { archive } = reading.site;
  if (!archive) return undefined;
  reading.meter.set({ step: 'Reading archived objects' });
  const listed = await archive.archived(reading.schemaId, reading.pace.signal);
  if ('unavailable' in listed) return { message: listed.unavailable, unavailable: true };
  const { objects, shortfall } = listed.value;
  const waiting = new Map(objects.map((each) => [each.id, each]));
  for await (const { id } of reading.writer.ids(ARCHIVED_KIND)) waiting.delete(id);
  for (const id of await takeOverArchived(reading, waiting)) waiting.delete(id);
  const missing = await readThose(reading, archive, [...waiting.values()]);
  const isHidden = missing.hidden > 0 && missing.hidden === objects.length;
  return shortfallOf([shortfall, ...sentencesOf(missing)], { isHidden });
}

/** Reads those that were archived since, and drops those that were taken back. */
export async function readArchivedAgain(reading: PartReading): Promise<PartShortfall | undefined> {
  const { site, writer, schemaId, pace, state } = reading;
  if (!site.archive) return undefined;
  const listed = await site.archive.archived(schemaId, pace.signal);
  if ('unavailable' in listed) return undefined;
  const { objects, shortfall } = listed.value;
  const waiting = new Map(objects.map((each) => [each.id, each]));
  for (const { id } of state.unsaved.listed) waiting.delete(id);
  const gone: RecordKey[] = [];
  for await (const { type, id } of writer.ids(ARCHIVED_KIND))
    if (!waiting.delete(id)) gone.push(archivedKey(type, id));
  // What a list lacks isn't gone.
  if (shortfall === undefined) for (const key of gone) await writer.drop(key);
  const { unsaved } = await readThose(reading, site.archive, [...waiting.values()]);
  return shortfallOf(sentencesOf({ hidden: 0, unsaved }));
}

export async function putArchivedAgain(
  reading: PartReading,
  keys: readonly RecordKey[],
): Promise<void> {
  const { site, schemaId, pace } = reading;
  const listed = await site.archive?.archived(schemaId, pace.signal);
  if (!site.archive || !listed || 'unavailable' in listed) return;
  const wanted = new Set(keys.map(({ id }) => id));
  const those = listed.value.objects.filter(({ id }) => wanted.has(id));
  await readThose(reading, site.archive, those);
}

/** Objects that the site lists, but that aren't in the backup. */
interface MissingObjects {
  /** The site says that there are none. */
  hidden: number;
  /** They couldn't be read, and are listed with the reason. */
  unsaved: number;
}

function sentencesOf({ hidden, unsaved }: MissingObjects): string[] {
  const sentences: string[] = [];
  if (hidden > 0)
    sentences.push(
      `The site lists ${counted(hidden, 'archived object')} whose values it doesn't give.`,
    );
  if (unsaved > 0)
    sentences.push(
      `${counted(unsaved, 'archived object')} couldn't be read. The reasons are listed with the objects that couldn't be saved.`,
    );
  return sentences;
}

/** `isHidden`: the site gives none of them. */
function shortfallOf(
  said: readonly (string | undefined)[],
  { isHidden = false }: { isHidden?: boolean } = {},
): PartShortfall | undefined {
  const message = said.filter((each) => each !== undefined).join(' ');
  if (message === '') return undefined;
  return isHidden ? { message, unavailable: true } : { message };
}

async function readThose(
  reading: PartReading,
  archive: ArchiveReader,
  listed: readonly ListedArchived[],
): Promise<MissingObjects> {
  const { writer, pace, state } = reading;
  const objects = new ArchivedObjects(archive, reading, pace.signal);
  const noted = new Set(state.unsaved.listed.map(({ id }) => id));
  const people = new SeenPeople();
  const attributes = new ShownAttributes(reading);
  const waiting = [...listed].reverse();
  const missing: MissingObjects = { hidden: 0, unsaved: 0 };
  const next = () => {
    const one = waiting.pop();
    if (!one) return null;
    return async (signal: AbortSignal) => ({
      one,
      page: await objects.read(one.id, signal),
    });
  };
  for await (const { one, page } of runParallel(next, pace)) {
    const [object] = page.objects;
    if (object) {
      await attributes.put(object);
      await writer.put(archivedRecord(object, one));
    } else if (page.unreadable.length === 0) missing.hidden += 1;
    else missing.unsaved += 1;
    for (const unread of page.unreadable) if (!noted.has(unread.id)) state.unsaved.add(unread);
    await people.put(page, writer);
    for (const { objectId: id, attribute, reason, kept } of page.odd)
      (kept ? state.kept : state.lost).add({ id, attribute, reason });
    await reading.afterPage(1);
  }
  return missing;
}

/**
 * Takes those over that the base has as they are: an archived object can't be changed, but what it
 * is defined by can. Returns their ids.
 */
async function takeOverArchived(
  reading: PartReading,
  listed: ReadonlyMap<string, ListedArchived>,
): Promise<string[]> {
  const { base, writer, definitions: now, pace } = reading;
  if (!base || listed.size === 0) return [];
  const before = await definitionsOfBase(writer);
  const noted = new Set(base.noted);
  const same: BackupRecord[] = [];
  for await (const record of writer.baseRecords(ARCHIVED_KIND, pace.signal))
    if (!noted.has(record.id) && isSame(record, listed.get(record.id), { before, now }))
      same.push(record);
  const named = new Set(same.flatMap(({ body }) => valuesIn(body).flatMap(personIn)));
  if (!(await new SeenPeople().takeOver(named, writer))) return [];
  const isTaken = await writer.takeOver(same.map(({ type, id }) => archivedKey(type, id)));
  return isTaken ? same.map(({ id }) => id) : [];
}

function isSame(
  { type, body }: BackupRecord,
  listed: ListedArchived | undefined,
  { before, now }: { before: Definitions; now: Definitions },
): boolean {
  if (!listed || listed.typeId !== type) return false;
  return (
    archivingOf(body)?.archivedAt === listed.archivedAt &&
    asMembers(body)?.['updated'] === listed.updated &&
    before.digestOf(type) === now.digestOf(type) &&
    hasListedAttributes(body, now) &&
    valuesIn(body).every((value) => isCurrent(value, now))
  );
}

/** What it names may be gone by now, or have another name: then it is read. */
function isCurrent(value: AttributeValue, now: Definitions): boolean {
  if ('status' in value) return now.statusName(value.status) === value.name;
  return !('object' in value || 'other' in value || 'more' in value);
}

function personIn(value: AttributeValue): string[] {
  if ('user' in value) return [nameOf('user', value.user)];
  return 'group' in value ? [nameOf('group', value.group)] : [];
}

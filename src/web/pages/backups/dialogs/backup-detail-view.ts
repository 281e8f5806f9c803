import { countRecords, type Backup, type ObjectsRead } from '../../../../core/backups/backup.ts';
import { countLines } from '../../../../core/backups/parts/count-lines.ts';
import {
  listShortfalls,
  listUnavailable,
  type ShortfallLine,
} from '../../../../core/backups/parts/list-shortfalls.ts';
import type { StorageName } from '../../../../core/use-cases/storages/own-storages.ts';
import { partCells, type PartCellView } from '../part-cells.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { bytes, count, counted, took } from '../../../view/formats/numbers.ts';
import type { Reader } from '../../../view/reader.ts';

/** Everything about one backup, for its dialog. */
export interface BackupDetailView {
  id: string;
  name: string;
  key: string;
  site: string;
  date: ShownDate | undefined;
  took: string | undefined;
  by: string;
  description: string;
  counts: { name: string; count: string }[];
  /** Parts that could not be read completely. */
  shortfalls: ShortfallLine[];
  /** Parts that were read in the background, or will be. */
  parts: PartCellView[];
  /** Parts that the site does not give. */
  unavailable: ShortfallLine[];
  size: string;
  stored: string;
  /** How its objects were read; undefined where that is not known. */
  read: ReadView | undefined;
  rootHash: string;
  unsaved: NoteView[];
  /** How many in all; undefined where there is none. */
  unsavedCounted: string | undefined;
  kept: NoteView[];
  /** How many in all; undefined where there is none. */
  keptCounted: string | undefined;
  lost: NoteView[];
  /** How many in all; undefined where there is none. */
  lostCounted: string | undefined;
  moving: string[];
  /** How many in all; undefined where there is none. */
  movingCounted: string | undefined;
  verified: { ok: boolean; date: ShownDate; damage: string[] } | undefined;
  /** What was found damaged of it without a Verify. */
  damage: { date: ShownDate; found: string[] } | undefined;
  /** Where it is, if there is a choice, and why it can't be read right now. */
  storage?: StorageName | undefined;
  /** Of a copy: from which storage, when and by whom. */
  copied?: { from: string; date: ShownDate; by: string } | undefined;
  /** Whether it was opened to edit the description. */
  isEdited?: boolean | undefined;
  /** What is wrong with the description. */
  error?: string | undefined;
}

/** How objects were read. */
interface ReadView {
  /** Where others were taken over: how many were read, and since when the others did not change. */
  part: { read: string; all: string; compared: string; since: ShownDate } | undefined;
  /** Objects that had changed without a new update time. */
  silent: string[];
  /** How many in all; undefined where there is none. */
  silentCounted: string | undefined;
  /** How many of the next backups read all objects because of these. */
  next: string;
}

/** Something noted about an object. */
interface NoteView {
  object: string;
  attribute: string;
  reason: string;
}

/** Ids of the objects that something is noted about. */
export const objectsNotedIn = ({ kept, lost, moving }: Backup): string[] =>
  [...kept, ...lost, ...moving].map(({ id }) => id);

/** `names`: what objects are called, by id. */
export function backupDetailView(
  backup: Backup,
  names: ReadonlyMap<string, string>,
  reader: Reader,
): BackupDetailView {
  const nameOf = (id: string): string =>
    names.get(id) ?? (id === '' ? 'An object without an ID' : `Object ${id}`);
  const noteView = (note: { id: string; attribute?: string; reason: string }): NoteView => ({
    object: nameOf(note.id),
    attribute: note.attribute ?? '',
    reason: note.reason,
  });
  return {
    id: backup.id,
    name: backup.schema.name,
    key: backup.schema.key,
    site: backup.site.siteUrl,
    date: showDate(backup.completedAt, reader),
    took: took({ startedAt: backup.startedAt, endedAt: backup.completedAt }),
    by: backup.requestedBy.name,
    description: backup.description,
    counts: countLines(backup.parts).map((line) => ({
      name: line.title,
      count: count(line.count),
    })),
    shortfalls: listShortfalls(backup.parts),
    parts: partCells(backup).filter(({ state }) => state !== undefined),
    unavailable: listUnavailable(backup.parts),
    size: bytes(backup.contentBytes),
    stored: bytes(backup.storedBytes),
    read: backup.objectsRead && readView(backup, backup.objectsRead, reader),
    rootHash: backup.rootHash,
    unsaved: backup.unsaved.map(noteView),
    unsavedCounted: countedOrNone(backup.unsavedCount, 'object'),
    kept: backup.kept.map(noteView),
    keptCounted: countedOrNone(backup.keptCount, 'value'),
    lost: backup.lost.map(noteView),
    lostCounted: countedOrNone(backup.lostCount, 'value'),
    moving: backup.moving.map(({ id, label }) => names.get(id) ?? `${label} (${id})`),
    movingCounted: countedOrNone(backup.movingCount, 'object'),
    verified: backup.verified && {
      ok: backup.verified.ok,
      date: showDate(backup.verified.at, reader),
      damage: backup.verified.damage,
    },
    damage: backup.damage && {
      date: showDate(backup.damage.foundAt, reader),
      found: backup.damage.found,
    },
  };
}

function readView(backup: Backup, read: ObjectsRead, reader: Reader): ReadView {
  const { takenOver, silent, silentCount, nextWhole } = read;
  const all = countRecords(backup, 'object');
  return {
    part: takenOver && {
      read: count(Math.max(0, all - takenOver.objects)),
      all: counted(all, 'object'),
      compared: count(takenOver.compared),
      since: showDate(takenOver.at, reader),
    },
    silent: silent.map(({ id, label }) => `${label} (${id})`),
    silentCounted: countedOrNone(silentCount, 'object'),
    next: counted(nextWhole, 'backup'),
  };
}

const countedOrNone = (value: number, noun: string): string | undefined =>
  value === 0 ? undefined : counted(value, noun);

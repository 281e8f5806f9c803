import type { BackupOutline } from '../../../core/backups/backup-outline.ts';
import type { Backup } from '../../../core/backups/backup.ts';
import type { Page } from '../../../core/kernel/page.ts';
import type { Run } from '../../../core/runs/run.ts';
import type { SchemaHead } from '../../../core/use-cases/schemas/schema-pages.ts';
import type { StorageNames } from '../../../core/use-cases/storages/own-storages.ts';
import { count, counted } from '../../view/formats/numbers.ts';
import { pagerView, type PagerView } from '../../view/components/pager-view.ts';
import type { Reader } from '../../view/reader.ts';
import { deleteBackupKind } from '../../../core/backups/delete/delete-backup.ts';
import type { CatalogId } from '../../../core/kernel/ids.ts';
import { isOfKind } from '../../../core/runs/run-kind.ts';
import { schemaPageView, type SchemaPageView } from '../schemas/page/schema-page-view.ts';
import { partCells } from './part-cells.ts';
import type { BackupTimelineView } from './timeline/backup-timeline.ts';
import type { RetentionView } from '../../../core/use-cases/retention/retention.ts';
import { binView, type BinLineView } from './bin-view.ts';
import { backupRowView, type BackupRowView } from './backup-row-view.ts';

export interface BackupListView extends SchemaPageView, PagerView, TypedFilter {
  /** What is being deleted right now, in a sentence. */
  deleting: string | undefined;
  /** Undefined if only the list is refreshed. */
  timeline: BackupTimelineView | undefined;
  /** The filters and the page, as the address of this list has them. */
  place: string;
  /** Titles of the columns of parts. */
  partTitles: string[];
  lines: BackupRowView[];
  bin: BinLineView[];
  /** Whether there is another storage to copy backups to. */
  canCopy: boolean;
  /** How many are in the bin. */
  binned: string;
  /** Why all of them are on hold, and who wants it. */
  held: string | undefined;
  /** What retention asks before it removes so many. */
  asked: { text: string; removes: string } | undefined;
  filtered: boolean;
  /** How many there are, with the noun. */
  counted: string;
}

interface TypedFilter {
  type: string | undefined;
  /** Verified ones alone. */
  verified: boolean;
  from: string | undefined;
  to: string | undefined;
}

interface BackupListShown {
  head: SchemaHead;
  found: Page<Backup>;
  /** Of storages. */
  names?: StorageNames | undefined;
  retention?: { view: RetentionView; bin: BackupOutline[]; binMs: number } | undefined;
  typed: TypedFilter;
  timeline: BackupTimelineView | undefined;
  /** The backup that was chosen in the timeline. */
  selectedId: string | undefined;
}

export function backupListView(shown: BackupListShown, reader: Reader): BackupListView {
  const { head, found, names, typed, timeline, selectedId, retention } = shown;
  const around = { open: head.open, storages: names ?? new Map(), retention: retention?.view };
  const bin = retention ? binView(retention.bin, retention.binMs, reader) : [];
  return {
    ...schemaPageView(head, 'backups', reader),
    ...pagerView(found),
    ...typed,
    timeline,
    place: placeOf(typed, found.page),
    partTitles: partCells({ parts: [] }).map(({ title }) => title),
    deleting: deletingText(head.schema.id, head.open),
    lines: found.items.map((backup) => ({
      ...backupRowView(backup, around, reader),
      isSelected: backup.id === selectedId,
    })),
    canCopy: names !== undefined && names.size > 1,
    bin,
    binned: count(bin.length),
    held: retention && heldText(retention.view),
    asked: retention && askedView(retention.view),
    filtered: Boolean(typed.type || typed.verified || typed.from || typed.to),
    counted: counted(found.total, 'backup'),
  };
}

const heldText = ({ hold }: RetentionView): string | undefined =>
  hold && `All backups of this schema are on hold: ${hold.reason} (${hold.by.name}).`;

const askedView = ({ question }: RetentionView): BackupListView['asked'] =>
  question && {
    text: `The retention rules would remove ${count(question.removes)} of ${counted(question.of, 'backup')} at once. Nothing was removed yet.`,
    removes: String(question.removes),
  };

const placeOf = ({ type, verified, from, to }: TypedFilter, page: number): string =>
  new URLSearchParams(
    Object.entries({
      type,
      verified: verified ? 'on' : '',
      from,
      to,
      page: page > 1 ? String(page) : '',
    }).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ).toString();

/** Backups of the schema that are off the list and not gone yet, and what they wait for. */
function deletingText(id: CatalogId, open: Run[]): string | undefined {
  const deletions = open.filter((run) => isOfKind(run, deleteBackupKind) && run.catalogId === id);
  if (deletions.length === 0) return undefined;
  const what = `${counted(deletions.length, 'backup is', 'backups are')} being deleted.`;
  const waiting = deletions.find((run) => run.state === 'queued' && run.waiting)?.waiting;
  return waiting ? `${what} ${waiting.why}` : what;
}

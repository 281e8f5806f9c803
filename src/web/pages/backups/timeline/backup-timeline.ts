import { catalogId, type CatalogId } from '../../../../core/kernel/ids.ts';
import type { SchemaTimeline } from '../../../../core/use-cases/backups/available-backups.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import type { Reader } from '../../../view/reader.ts';
import { spanOfTimeline } from './day-marks.ts';
import { timelineView, type TimelineView } from './timeline-view.ts';

export interface BackupTimelineView {
  /** Of the schema. */
  id: string;
  /** Undefined before the first backup. */
  drawing: TimelineView | undefined;
}

export async function backupTimeline(call: Call<'availableBackups', 'id'>) {
  const { availableBackups, caller, params, reader } = call;
  const id = catalogId(params.id);
  const timeline = await availableBackups.timeline(caller.tenant.id, id, spanOfTimeline(reader));
  return show('backup-timeline', backupTimelineView(id, timeline, undefined, reader));
}

/** With the cursor at the selected backup, else at the newest. */
export const backupTimelineView = (
  id: CatalogId,
  timeline: SchemaTimeline,
  selectedId: string | undefined,
  reader: Reader,
): BackupTimelineView => ({ id, drawing: timelineView(timeline, selectedId, reader) });

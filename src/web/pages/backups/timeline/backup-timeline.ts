import { catalogId, type CatalogId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { startOfTimeline } from './day-marks.ts';
import { timelineView, type TimelineView } from './timeline-view.ts';

export interface BackupTimelineView {
  /** Of the schema. */
  id: string;
  /** Undefined before the first backup. */
  drawing: TimelineView | undefined;
}

export async function backupTimeline(call: Call<'schemaPages', 'id'>) {
  const view = await readTimeline(call, catalogId(call.params.id), undefined);
  return show('backup-timeline', view);
}

/** With the cursor at the selected backup, else at the newest. */
export async function readTimeline(
  { schemaPages, caller, reader }: Call<'schemaPages'>,
  id: CatalogId,
  selectedId: string | undefined,
): Promise<BackupTimelineView> {
  const timeline = await schemaPages.timeline(caller.tenant.id, id, startOfTimeline(reader));
  return { id, drawing: timelineView(timeline, selectedId, reader) };
}

import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { readBackupListQuery } from './read-backup-list-query.ts';
import { backupListView } from './backup-list-view.ts';
import { backupTimelineView } from './timeline/backup-timeline.ts';
import { spanOfTimeline } from './timeline/day-marks.ts';

const VIEWS = { table: 'backup-table', body: 'backup-body' } as const;

/** The page of a schema: its timeline, and available backups with filters and pages. */
export async function backupList(
  call: Call<'availableBackups' | 'schemaPages' | 'storages' | 'retention', 'id'>,
) {
  const { availableBackups, schemaPages, storages, retention, params, query, reader } = call;
  const tenantId = call.caller.tenant.id;
  const id = catalogId(params.id);
  const { filter, part, typed } = readBackupListQuery(query, reader.timeZone);
  const span = part === 'table' ? undefined : spanOfTimeline(reader);
  // The head first: what is read after it includes runs that have ended meanwhile.
  const head = await schemaPages.head(tenantId, id);
  const [{ found, retention: kept, bin, timeline }, names] = await Promise.all([
    availableBackups.page(tenantId, id, { filter, span }),
    storages.names(tenantId),
  ]);
  const selectedId = filter.onPageOf;
  const view = backupListView(
    {
      head,
      found,
      names,
      typed,
      timeline: timeline && backupTimelineView(id, timeline, selectedId, reader),
      selectedId,
      retention: { view: kept, bin, binMs: retention.binMs },
    },
    reader,
  );
  return show(part === 'table' || part === 'body' ? VIEWS[part] : 'backup-list', view);
}

import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { readBackupListQuery } from './read-backup-list-query.ts';
import { backupListView } from './backup-list-view.ts';
import { readTimeline } from './timeline/backup-timeline.ts';

const VIEWS = { table: 'backup-table', body: 'backup-body' } as const;

/** The page of a schema: its timeline, and available backups with filters and pages. */
export async function backupList(
  call: Call<'backups' | 'schemaPages' | 'storages' | 'retention' | 'bin', 'id'>,
) {
  const { backups, schemaPages, storages, retention, bin, caller, params, query, reader } = call;
  const tenantId = caller.tenant.id;
  const id = catalogId(params.id);
  const { filter, part, typed } = readBackupListQuery(query, reader.timeZone);
  // The head first: what is read after it includes runs that have ended meanwhile.
  const head = await schemaPages.head(tenantId, id);
  const [found, names, kept, binned, timeline] = await Promise.all([
    backups.available(tenantId, id, filter),
    storages.names(tenantId),
    retention.view(tenantId, id),
    bin.list(tenantId, id),
    part === 'table' ? undefined : readTimeline(call, id, filter.onPageOf),
  ]);
  const selectedId = filter.onPageOf;
  const view = backupListView(
    {
      head,
      found,
      names,
      typed,
      timeline,
      selectedId,
      retention: { view: kept, bin: binned, binMs: retention.binMs },
    },
    reader,
  );
  return show(part === 'table' || part === 'body' ? VIEWS[part] : 'backup-list', view);
}

import type { BackupContents } from '../../../../core/backups/inside/backup-contents.ts';
import { count } from '../../../view/numbers.ts';
import { pagerView, type PagerView } from '../../../view/pager-view.ts';

export interface BackupObjectsView extends PagerView {
  backupId: string;
  typeId: string;
  typeName: string;
  search: string;
  entries: { backupId: string; typeId: string; id: string; label: string }[];
  empty: boolean;
  total: string;
}

export const backupObjectsView = (
  backupId: string,
  found: Awaited<ReturnType<BackupContents['objects']>>,
  search: string,
): BackupObjectsView => ({
  ...pagerView(found),
  backupId,
  typeId: found.type.id,
  typeName: found.type.name,
  search,
  entries: found.entries.map(({ id, label }) => ({ backupId, typeId: found.type.id, id, label })),
  empty: found.entries.length === 0,
  total: count(found.total),
});

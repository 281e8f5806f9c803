import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { backupView } from '../backup-row-view.ts';
import { count } from '../../../view/numbers.ts';

/** A look inside: the object types as a tree, with counts. */
export const backupContents: Handler = async (call) => {
  const id = runId(call.params['id']!);
  const backup = await call.backups.get(call.tenant.id, id);
  const { facts, types } = await call.contents.tree(call.tenant.id, id);
  return {
    view: 'backup-contents',
    data: {
      backup: backupView(backup, [], call),
      catalogId: backup.catalogId,
      name: facts.schemaName,
      types: types.map((type) => ({
        ...type,
        backupId: id,
        level: type.depth + 1,
        indent: Math.min(type.depth, 8),
        count: count(type.objectCount),
      })),
    },
  };
};

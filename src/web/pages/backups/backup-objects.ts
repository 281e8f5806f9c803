import { runId } from '../../../core/ids.ts';
import type { Handler } from '../../reply.ts';
import { count } from '../../view/numbers.ts';

/** The objects of a type, in pages, with search. */
export const backupObjects: Handler = async ({ contents, tenant, params, query }) => {
  const backupId = runId(params['id']!);
  const asked = Number(query['page']);
  const search = (query['search'] ?? '').slice(0, 100);
  const found = await contents.objects(tenant.id, backupId, params['typeId']!, { search, page: Number.isInteger(asked) && asked > 0 ? Math.min(asked, 1_000_000) : 1 });
  return {
    view: query['part'] === 'list' ? 'backup-objects-list' : 'backup-objects',
    data: { backupId, type: found.type, typeId: found.type.id, search, entries: found.entries.map((entry) => ({ ...entry, backupId, typeId: found.type.id })), empty: found.entries.length === 0, total: count(found.total), page: found.page, pages: found.pages, previous: found.page > 1 ? found.page - 1 : undefined, next: found.page < found.pages ? found.page + 1 : undefined },
  };
};

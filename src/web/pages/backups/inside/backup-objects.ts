import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { count } from '../../../view/numbers.ts';
import { askedPage, pagerView } from '../../../view/paging.ts';

const MOST_PAGES = 1_000_000;

/** The objects of a type, in pages, with search. */
export const backupObjects: Handler = async ({ contents, tenant, params, query }) => {
  const backupId = runId(params['id']!);
  const search = (query['search'] ?? '').slice(0, 100);
  const found = await contents.objects(tenant.id, backupId, params['typeId']!, {
    search,
    page: askedPage(query, MOST_PAGES),
  });
  return {
    view: query['part'] === 'list' ? 'backup-objects-list' : 'backup-objects',
    data: {
      backupId,
      type: found.type,
      typeId: found.type.id,
      search,
      entries: found.entries.map((entry) => ({ ...entry, backupId, typeId: found.type.id })),
      empty: found.entries.length === 0,
      total: count(found.total),
      ...pagerView(found),
    },
  };
};

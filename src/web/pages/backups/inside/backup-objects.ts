import { z } from 'zod';
import { runId } from '../../../../core/kernel/ids.ts';
import { text } from '../../../forms/fields.ts';
import { pageNumber } from '../../../forms/page-query.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { backupObjectsView } from './backup-objects-view.ts';

const MAX_SEARCH = 100;
/** A type may have some million objects. */
const MAX_PAGE = 1_000_000;

const ObjectsQuery = z.object({
  search: text(MAX_SEARCH),
  page: pageNumber(MAX_PAGE),
  part: z.string().optional(),
});

/** The objects of a type, in pages, with search. */
export async function backupObjects({
  contents,
  caller,
  params,
  query,
}: Call<'contents', 'id' | 'typeId'>) {
  const backupId = runId(params.id);
  const { search, page, part } = ObjectsQuery.parse(query);
  const wanted = { search, page };
  const found = await contents.objects(caller.tenant.id, backupId, params.typeId, wanted);
  const view = backupObjectsView(backupId, found, search);
  return show(part === 'list' ? 'backup-objects-list' : 'backup-objects', view);
}

import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { ARCHIVED, backupContentsView } from './backup-contents-view.ts';
import { ContentsQuery } from './contents-query.ts';

const VIEWS = { list: 'backup-objects-list', inside: 'backup-inside' } as const;

/** What a backup holds: object types as a tree, and objects of one of them or found in all. */
export async function backupContents(call: Call<'contents', 'id'>) {
  return showContents(call, ContentsQuery.parse(call.query).type);
}

/** The same with the objects of a type. */
export async function backupObjects(call: Call<'contents', 'id' | 'typeId'>) {
  return showContents(call, call.params.typeId);
}

async function showContents(
  { contents, caller, params, query, reader }: Call<'contents', 'id'>,
  typeId: string | undefined,
) {
  const tenantId = caller.tenant.id;
  const id = runId(params.id);
  const wanted = ContentsQuery.parse(query);
  const { backup, types } = await contents.tree(tenantId, id);
  const { search, page, part } = wanted;
  const isListed = typeId !== undefined || search.trim() !== '';
  const found = isListed
    ? await contents.objects(tenantId, id, {
        archived: typeId === ARCHIVED,
        typeId: typeId === ARCHIVED ? undefined : typeId,
        search,
        page,
      })
    : undefined;
  const settings = isListed ? undefined : await contents.settings(tenantId, id);
  const view = backupContentsView({ backup, types, typeId, wanted, found, settings }, reader);
  return show(part === 'list' || part === 'inside' ? VIEWS[part] : 'backup-contents', view);
}

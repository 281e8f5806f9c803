import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface BackupRequestAskView {
  id: string;
  name: string;
}

export async function backupRequestAsk({ grid, caller, params }: Call<'grid', 'id'>) {
  const { schema } = await grid.row(caller.tenant.id, catalogId(params.id));
  const view: BackupRequestAskView = { id: schema.id, name: schema.name };
  return show('backup-request-ask', view);
}

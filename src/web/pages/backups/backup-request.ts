import { backupKind } from '../../../core/backups/backup-kind.ts';
import { Conflict } from '../../../core/kernel/errors.ts';
import { catalogId, type CatalogId } from '../../../core/kernel/ids.ts';
import { isOfKind } from '../../../core/runs/run-kind.ts';
import type { Call } from '../../handling/call.ts';
import type { EffectsReply, Flag, FlagAction } from '../../handling/reply.ts';
import { readChosenParts } from '../../forms/read-chosen-parts.ts';
import { requesterOf } from '../../identity/caller.ts';

/** A second click is no error: the backup is already under way. */
export async function backupRequest({
  backups,
  grid,
  caller,
  params,
  form,
}: Call<'backups' | 'grid', 'id'>): Promise<EffectsReply> {
  const tenantId = caller.tenant.id;
  const { schema, run } = await grid.row(tenantId, catalogId(params.id));
  if (run && isOfKind(run, backupKind))
    return reply({
      type: 'info',
      title: `${schema.name} is already being backed up`,
      actions: [viewProgress(schema.id)],
    });
  try {
    await backups.request(tenantId, schema.id, requesterOf(caller), readChosenParts(form));
    return reply({
      type: 'success',
      title: `Backing up ${schema.name}`,
      actions: [viewProgress(schema.id)],
    });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return reply({
      type: 'info',
      title: `${schema.name} was not backed up`,
      body: error.message,
    });
  }
}

const viewProgress = (id: CatalogId): FlagAction => ({
  text: 'View progress',
  url: `/app/schemas/${id}/backups`,
});

const reply = (flag: Flag): EffectsReply => ({
  events: ['close-dialog', 'grid-changed', 'backups-changed'],
  flag,
});

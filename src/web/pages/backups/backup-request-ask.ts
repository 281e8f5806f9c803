import { backupKind } from '../../../core/backups/backup-kind.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import { isOfKind } from '../../../core/runs/run-kind.ts';
import type { GridRow } from '../../../core/use-cases/schemas/grid.ts';
import { partChoicesView, type PartChoiceView } from './part-choices-view.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface BackupRequestAskView {
  id: string;
  name: string;
  /** Why it cannot be backed up right now, in a title and a sentence. */
  unready: { title: string; message: string } | undefined;
  partChoices: PartChoiceView[];
}

export async function backupRequestAsk({
  grid,
  backups,
  caller,
  params,
}: Call<'grid' | 'backups', 'id'>) {
  const row = await grid.row(caller.tenant.id, catalogId(params.id));
  const { id, name } = row.schema;
  const choices = await backups.choices(caller.tenant.id, id);
  const partChoices = partChoicesView(choices, row.schedule?.parts);
  const view: BackupRequestAskView = { id, name, unready: whyUnready(row), partChoices };
  return show('backup-request-ask', view);
}

function whyUnready({ schema: { name, status }, run }: GridRow): BackupRequestAskView['unready'] {
  if (status === 'deleted')
    return {
      title: `${name} can't be backed up`,
      message: 'This schema no longer exists in Assets.',
    };
  if (!run) return undefined;
  return isOfKind(run, backupKind)
    ? {
        title: `${name} is already being backed up`,
        message: `Started by ${run.requestedBy.name}.`,
      }
    : {
        title: `${name} can't be backed up right now`,
        message: 'A restore is writing to it. Wait for it to finish, then back up.',
      };
}

import { z } from 'zod';
import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply } from '../../../handling/reply.ts';
import { backupDetailView } from './backup-detail-view.ts';

const DescriptionForm = z.object({ description: z.string().default('') });
const SAVED: EffectsReply = {
  events: ['close-dialog', 'backups-changed'],
  flag: { type: 'success', title: 'Description saved' },
};

export async function backupDescribe({
  backups,
  caller: { tenant },
  params,
  form,
  reader,
}: Call<'backups', 'id'>) {
  const id = runId(params.id);
  const { description } = DescriptionForm.parse(form);
  try {
    await backups.describe(tenant.id, id, description);
    return SAVED;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const view = backupDetailView(await backups.get(tenant.id, id), reader);
    return show('backup-detail', { ...view, description, error: error.fields['description'] });
  }
}

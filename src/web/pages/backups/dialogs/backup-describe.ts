import { z } from 'zod';
import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type EffectsReply } from '../../../handling/reply.ts';
import { readBackupDetail } from './backup-detail.ts';

const DescriptionForm = z.object({ description: z.string().default('') });
const SAVED: EffectsReply = {
  events: ['close-dialog', 'backups-changed'],
  flag: { type: 'success', title: 'Description saved' },
};

export async function backupDescribe(call: Call<'backups' | 'contents' | 'storages', 'id'>) {
  const { backups, caller, params, form } = call;
  const id = runId(params.id);
  const { description } = DescriptionForm.parse(form);
  try {
    await backups.describe(caller.tenant.id, id, description);
    return SAVED;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const view = await readBackupDetail(call, id);
    return show('backup-detail', { ...view, description, error: error.fields['description'] });
  }
}

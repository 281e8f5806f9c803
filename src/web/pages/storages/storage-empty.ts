import { Conflict, InvalidInput } from '../../../core/kernel/errors.ts';
import { NameConfirmation } from '../../forms/name-confirmation.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { counted } from '../../view/formats/numbers.ts';
import { storageRemoveView } from './storage-remove-view.ts';

/** Deletes all backups of a storage for good, so that it can be removed. */
export async function storageEmpty({
  removals,
  caller,
  params,
  form,
  reader,
}: Call<'removals', 'id'>) {
  const tenantId = caller.tenant.id;
  const { name: typed } = NameConfirmation.parse(form);
  try {
    const deleted = await removals.deleteBackups(tenantId, params.id, typed);
    const removal = await removals.look(tenantId, params.id);
    const title = `Deleting ${counted(deleted, 'backup')}`;
    const body = 'Remove the storage once they are gone, in a few minutes.';
    const flag = { type: 'success', title, body } as const;
    return show('storage-remove-ask', storageRemoveView(removal, reader), { flag });
  } catch (error) {
    const isRefused = error instanceof InvalidInput || error instanceof Conflict;
    if (!isRefused) throw error;
    const removal = await removals.look(tenantId, params.id);
    return show(
      'storage-remove-ask',
      storageRemoveView(removal, reader, { typed, error: error.message }),
    );
  }
}

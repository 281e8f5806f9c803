import type { SavedStorage } from '../../../core/use-cases/storages/own-storages.ts';
import type { Fields } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import type { Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';

/**
 * Saves where new backups go, as the form says: a database or bucket of the tenant's own, or the
 * service's storage. Undefined for the latter. @throws InvalidInput, Conflict
 */
export async function saveStorage({
  setup,
  storages,
  caller,
  form,
}: Call<'setup' | 'storages'>): Promise<SavedStorage | undefined> {
  const tenantId = caller.tenant.id;
  if (form['own'] !== 'on') {
    await setup.saveStorage(tenantId);
    return undefined;
  }
  const of = form['of'] || undefined;
  const saved = await storages.save({ tenantId, by: requesterOf(caller), of }, form);
  await setup.saveStorage(tenantId, saved.storage.id);
  return saved;
}

/** What may be shown again. */
export function shownAgain(form: Fields): Fields {
  const { password: _password, connectionString: _string, secretKey: _key, ...shown } = form;
  return shown;
}

/** The outcome of it, and what was done in the database. */
export function savedFlag(saved: SavedStorage | undefined): Flag {
  if (!saved)
    return {
      type: 'success',
      title: 'Storage saved',
      body: "New backups go to this service's storage. Earlier ones stay where they are.",
    };
  const { storage, warnings } = saved;
  return {
    type: warnings.length > 0 ? 'info' : 'success',
    title: `New backups go to ${storage.label}`,
    body: [
      storage.kind === 'bucket'
        ? 'Everything a storage needs was tried, and the bucket was marked.'
        : 'Everything a storage needs was tried, and the indexes were created.',
      ...warnings,
    ].join(' '),
  };
}

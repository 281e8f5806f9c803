import { Conflict, InvalidInput, Refused, Unavailable } from '../../../core/kernel/errors.ts';
import { siteId, type SiteId } from '../../../core/kernel/ids.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { targetEditView } from './target-edit-view.ts';
import { TargetForm } from './target-form.ts';
import { targetListView } from './target-list-view.ts';

/** Changes the target instance of the address. */
export const targetSave = (call: Call<'targets', 'id'>) => saveTarget(call, siteId(call.params.id));

/**
 * Adds a target instance, or changes the one of that id. Checks live and saves; what is wrong
 * stands beside its field, and everything typed (but the token) stays.
 */
export async function saveTarget(
  { targets, caller, form, reader }: Call<'targets'>,
  id: SiteId | undefined,
) {
  const { tenant } = caller;
  const input = TargetForm.parse(form);
  try {
    const { name } = await targets.save(tenant, input, id);
    return show('target-list', targetListView(await targets.list(tenant.id), reader), {
      flag: {
        type: 'success',
        title: `${name} saved`,
        body: 'The address, the account and the workspace were checked on the site.',
      },
    });
  } catch (error) {
    const errors = errorsOf(error);
    if (!errors) throw error;
    const { token: _token, ...typed } = input;
    const target = id === undefined ? undefined : await targets.get(tenant.id, id);
    return show('target-edit', targetEditView({ caller, reader, target, typed, errors }));
  }
}

function errorsOf(error: unknown): FieldErrors | undefined {
  if (error instanceof InvalidInput) return error.fields;
  if (error instanceof Conflict || error instanceof Unavailable || error instanceof Refused)
    return { form: error.message };
  return undefined;
}

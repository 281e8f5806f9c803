import { Conflict, InvalidInput, Refused, Unavailable } from '../../../core/kernel/errors.ts';
import { siteId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { targetForm, targetList } from './target-edit-view.ts';

/** Adds one, or changes the one of that id. Checks live and saves; what is wrong stands beside its field, and everything typed (but the token) stays. */
export const targetSave: Handler = async (call) => {
  const { targets, tenant, params, form } = call;
  const id = params['id'] === undefined ? undefined : siteId(params['id']);
  try {
    const { name } = await targets.save(tenant, form, id);
    return {
      view: 'target-list',
      data: await targetList(call),
      flag: {
        type: 'success',
        title: `${name} saved`,
        body: 'The address, the account and the workspace were checked on the site.',
      },
    };
  } catch (error) {
    const errors =
      error instanceof InvalidInput
        ? error.fields
        : error instanceof Conflict || error instanceof Unavailable || error instanceof Refused
          ? { form: error.message }
          : undefined;
    if (!errors) throw error;
    const { token: _token, ...kept } = form;
    return {
      view: 'target-edit',
      data: targetForm(call, {
        ...(id === undefined ? {} : { target: await targets.get(tenant.id, id) }),
        form: kept,
        errors: { ...errors },
      }),
    };
  }
};

import { Conflict, InvalidInput, Unavailable } from '../../../core/kernel/errors.ts';
import type { Handler } from '../../handling/call.ts';
import { setupView } from './setup-show-view.ts';

/** Checks live and saves; what is wrong stands beside its field, and everything typed (but the token) stays. */
export const setupCredentials: Handler = async (call) => {
  const { setup, tenant, form } = call;
  try {
    await setup.saveCredentials(tenant, form);
  } catch (error) {
    const errors =
      error instanceof InvalidInput
        ? error.fields
        : error instanceof Conflict || error instanceof Unavailable
          ? { form: error.message }
          : undefined;
    if (!errors) throw error;
    const view = await setup.view(tenant.id);
    const { token: _token, ...kept } = form;
    return {
      view: 'setup-show',
      data: setupView(view, 1, call, {
        form: kept,
        errors: { ...errors },
        editing: view.stepsDone === 3,
      }),
    };
  }
  const view = await setup.view(tenant.id);
  return {
    view: 'setup-show',
    data: setupView(view, 2, call, { editing: view.stepsDone === 3 }),
    flag: {
      type: 'success',
      title: 'Credentials saved',
      body: 'The account, the token and the workspace were checked on the site.',
    },
  };
};

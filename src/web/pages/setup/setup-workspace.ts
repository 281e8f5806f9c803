import { InvalidInput, Unavailable } from '../../../core/kernel/errors.ts';
import type { Handler } from '../../handling/call.ts';
import { setupView } from './setup-show-view.ts';

/** *Find it*: fills the workspace ID from the site. */
export const setupWorkspace: Handler = async (call) => {
  const { setup, tenant, form } = call;
  const { token: _token, ...kept } = form;
  const view = await setup.view(tenant.id);
  const show = (more: { form: Record<string, string>; errors?: Record<string, string> }) =>
    setupView(view, 1, call, { ...more, editing: view.stepsDone === 3 });
  try {
    const workspaceId = await setup.findWorkspace(tenant, form);
    return { view: 'setup-workspace', data: show({ form: { ...kept, workspaceId } }) };
  } catch (error) {
    const errors =
      error instanceof InvalidInput
        ? { ...error.fields }
        : error instanceof Unavailable
          ? { workspaceId: error.message }
          : undefined;
    if (!errors) throw error;
    return { view: 'setup-workspace', data: show({ form: kept, errors }) };
  }
};

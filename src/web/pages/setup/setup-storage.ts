import type { Handler } from '../../handling/call.ts';
import { setupView } from './setup-show-view.ts';

export const setupStorage: Handler = async (call) => {
  await call.setup.saveStorage(call.tenant.id);
  const view = await call.setup.view(call.tenant.id);
  const sync = await call.sync.latest(call.tenant.id);
  return {
    view: 'setup-show',
    data: setupView(view, 3, call, { editing: view.stepsDone === 3, ...(sync ? { sync } : {}) }),
  };
};

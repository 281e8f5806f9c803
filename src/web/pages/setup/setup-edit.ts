import type { Handler } from '../../handling/call.ts';
import { setupView } from './setup-show-view.ts';

/** The setup at a step that was reached before, or at the first; also *Edit configuration*. */
export const setupEdit: Handler = async (call) => {
  const view = await call.setup.view(call.tenant.id);
  const asked = Number(call.query['step'] ?? 1);
  const step = Math.max(1, Math.min(Number.isInteger(asked) ? asked : 1, view.stepsDone + 1, 3)) as
    1 | 2 | 3;
  const sync = step === 3 ? await call.sync.latest(call.tenant.id) : undefined;
  return {
    view: 'setup-show',
    data: setupView(view, step, call, { editing: view.stepsDone === 3, ...(sync ? { sync } : {}) }),
  };
};

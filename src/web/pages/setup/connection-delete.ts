import type { Handler } from '../../handling/call.ts';
import { setupView } from './setup-show-view.ts';

export const connectionDelete: Handler = async (call) => {
  await call.setup.deleteConnection(call.tenant.id);
  return {
    view: 'setup-show',
    data: setupView(await call.setup.view(call.tenant.id), 1, call),
    events: ['close-dialog'],
    flag: {
      type: 'success',
      title: 'Connection deleted',
      body: 'The token was erased. Connect the same workspace again to get the schemas and backups back.',
    },
  };
};

import { by, type Handler } from '../../reply.ts';
import { syncView } from '../../view/setup-view.ts';

export const syncRequest: Handler = async (call) => ({
  view: 'sync-show',
  data: syncView(await call.sync.request(call.tenant.id, by(call)), call),
});

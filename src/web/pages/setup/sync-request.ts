import { by, type Handler } from '../../handling/call.ts';
import { syncView } from './setup-show-view.ts';

export const syncRequest: Handler = async (call) => ({
  view: 'sync-show',
  data: syncView(await call.sync.request(call.tenant.id, by(call)), call),
});

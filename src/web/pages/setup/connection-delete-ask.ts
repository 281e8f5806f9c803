import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface ConnectionDeleteAskView {
  siteUrl: string;
}

export async function connectionDeleteAsk({ caller }: Call) {
  const view: ConnectionDeleteAskView = { siteUrl: caller.tenant.siteUrl };
  return show('connection-delete-ask', view);
}

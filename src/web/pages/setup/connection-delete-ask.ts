import type { Handler } from '../../handling/call.ts';

export const connectionDeleteAsk: Handler = async ({ tenant }) => ({
  view: 'connection-delete-ask',
  data: { siteUrl: tenant.siteUrl },
});

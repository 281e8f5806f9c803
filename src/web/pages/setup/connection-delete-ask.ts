import type { Handler } from '../../reply.ts';

export const connectionDeleteAsk: Handler = async ({ tenant }) => ({
  view: 'connection-delete-ask',
  data: { siteUrl: tenant.siteUrl },
});

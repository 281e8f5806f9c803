import { NotFound } from '../../../core/kernel/errors.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface AgentTokenAskView {
  id: string;
  place: string;
}

/** *Revoke…* */
export async function agentTokenAsk({ agents, caller, params }: Call<'agents', 'id'>) {
  const tokens = await agents.list(caller.tenant.id);
  const token = tokens.find(({ id }) => id === params.id);
  if (!token) throw new NotFound('This token was revoked already. Reload the page.');
  const view: AgentTokenAskView = { id: token.id, place: token.place };
  return show('agent-token-ask', view);
}

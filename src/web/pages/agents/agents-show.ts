import { z } from 'zod';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { Call } from '../../handling/call.ts';
import { show, type Effects } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { agentsView, type AgentsShown } from './agents-view.ts';

const AgentForm = z.object({ agentSiteUrl: z.string().catch('') });

/** *Agents*, which Settings leads to. */
export const agentsShow = (call: Call<'agents'>) => showAgents(call);

async function showAgents(
  { agents, caller, reader }: Call<'agents'>,
  more: Pick<AgentsShown, 'made' | 'typed' | 'errors'> = {},
  effects: Effects = {},
) {
  const tokens = await agents.list(caller.tenant.id);
  return show('agents-show', agentsView({ tokens, reader, ...more }), effects);
}

/** *Create token*: the page with the token, which no other answer shows. */
export async function agentTokenMake(call: Call<'agents'>) {
  const { agents, caller, form } = call;
  const { agentSiteUrl: typed } = AgentForm.parse(form);
  try {
    const made = await agents.make(caller.tenant.id, typed, requesterOf(caller));
    return await showAgents(call, { made });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return showAgents(call, { typed, errors: error.fields });
  }
}

/** *Revoke*. */
export async function agentTokenRevoke(call: Call<'agents', 'id'>) {
  const { agents, caller, params } = call;
  await agents.revoke(caller.tenant.id, params.id);
  const flag = {
    type: 'success',
    title: 'Token revoked',
    body: 'Agents that use it are locked out.',
  } as const;
  return showAgents(call, {}, { flag, events: ['close-dialog'] });
}

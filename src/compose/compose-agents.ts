import { Bell } from '../core/kernel/time/bell.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import { AgentDoor } from '../core/sites/agents/agent-door.ts';
import { AgentLine } from '../core/sites/agents/agent-line.ts';
import { Agents } from '../core/use-cases/agents/agents.ts';
import type { Stores } from './storage/compose-stores.ts';

/** The way to sites that only their agents reach, from both of its ends. */
export function composeAgents(
  { agentTokens: tokens, agentCalls: calls }: Pick<Stores, 'agentTokens' | 'agentCalls'>,
  clock: Clock,
) {
  const bell = new Bell(clock);
  const deps = { tokens, calls, bell, clock };
  return { line: new AgentLine(deps), door: new AgentDoor(deps), agents: new Agents(deps) };
}

import type { Clock } from '../../kernel/time/clock.ts';
import { InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import { CONNECTED_MS } from '../../sites/agents/agent-line.ts';
import {
  makeAgentToken,
  type AgentToken,
  type AgentTokenStore,
  type SeenAgent,
} from '../../sites/agents/agent-token.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';
import { isLately, lately } from '../../kernel/time/lately.ts';
import type { Round } from '../../kernel/loops/work-through.ts';
import type { AgentCallStore } from '../../sites/agents/agent-call.ts';
import { hostOf } from '../../sites/host-of.ts';
import { readAgentSite } from './read-agent-site.ts';

/** Tokens of one tenant: a few for each of a few sites. */
const MAX_TOKENS = 50;
/** How long agents that are gone are shown. */
const SHOWN_MS = DAY_MS;

/** A token as administrators see it, with the agents that have it. */
export interface ListedToken extends Omit<AgentToken, 'hash' | 'tenantId'> {
  agents: (Omit<SeenAgent, 'tokenId' | 'place'> & { connected: boolean })[];
}

export interface AgentsDeps {
  tokens: AgentTokenStore;
  calls: Pick<AgentCallStore, 'sweep'>;
  clock: Clock;
}

/** The tokens by which agents of a tenant's sites are let in. */
export class Agents {
  readonly #deps: AgentsDeps;

  constructor(deps: AgentsDeps) {
    this.#deps = deps;
  }

  async list(tenantId: TenantId): Promise<ListedToken[]> {
    const { tokens, clock } = this.#deps;
    const now = clock.now();
    const seen = await tokens.seen(tenantId, lately(SHOWN_MS, now));
    return (await tokens.list(tenantId)).map(({ hash: _hash, tenantId: _tenantId, ...token }) => ({
      ...token,
      agents: seen
        .filter(({ tokenId }) => tokenId === token.id)
        .map(({ tokenId: _tokenId, place: _place, ...agent }) => ({
          ...agent,
          connected: isLately(agent.seenAt, CONNECTED_MS, now),
        })),
    }));
  }

  /** The token, which is shown once and kept nowhere. @throws InvalidInput `agentSiteUrl` */
  async make(
    tenantId: TenantId,
    siteUrl: string,
    by: Person,
  ): Promise<{ text: string; place: string }> {
    const { tokens, clock } = this.#deps;
    const place = hostOf(readAgentSite(siteUrl, 'agentSiteUrl'));
    if ((await tokens.list(tenantId)).length >= MAX_TOKENS)
      throw new InvalidInput({
        agentSiteUrl: `There are ${MAX_TOKENS} tokens already. Revoke those that no agent uses.`,
      });
    const { text, token } = makeAgentToken({ tenantId, place }, by, new Date(clock.now()));
    await tokens.add(token);
    return { text, place };
  }

  /** From now on no agent is let in by it. @throws NotFound, also for another tenant's */
  async revoke(tenantId: TenantId, id: string): Promise<void> {
    const { tokens } = this.#deps;
    const isOwn = (await tokens.list(tenantId)).some((token) => token.id === id);
    if (!isOwn) throw new NotFound('This token was revoked already. Reload the page.');
    await tokens.remove(tenantId, id);
  }

  /** Forgets what is over: calls of replicas that died, agents that are gone. */
  async sweep(): Promise<Round> {
    const { tokens, calls, clock } = this.#deps;
    await calls.sweep(new Date(clock.now()));
    await tokens.keepOnly(lately(SHOWN_MS, clock.now()));
    return { done: 0, failed: [] };
  }
}

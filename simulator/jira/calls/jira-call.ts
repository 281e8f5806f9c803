import type { Account } from '../../accounts/account.ts';
import type { Answer, Exchange } from '../../http/exchange.ts';
import type { World } from '../../world/world.ts';

/** What a handler of Jira's REST API has at hand. */
export interface JiraCall extends Exchange {
  world: World;
  account: Account;
}

export type JiraHandler = (call: JiraCall) => Answer;

/** Handlers by method and path template, with a space in between. */
export type JiraRoutes = Record<string, JiraHandler>;

export const bodyOf = (call: JiraCall): Record<string, unknown> =>
  (call.body ?? {}) as Record<string, unknown>;

import { randomBytes } from 'node:crypto';
import type { Bell } from '../../kernel/time/bell.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { lately } from '../../kernel/time/lately.ts';
import { RecentMap } from '../../kernel/collections/recent-map.ts';
import {
  isWrite,
  type AgentCall,
  type AgentCallEnd,
  type AgentCallProgress,
  type AgentCallState,
  type AgentCallStore,
  type AgentFailure,
} from './agent-call.ts';
import { CallWatch } from './call-watch.ts';
import { nameOfPlace, type AgentPlace, type AgentTokenStore } from './agent-token.ts';

/** How long a call waits for an agent that takes it, at least, and a write until it begins. */
const UNTAKEN_MS = 15_000;
/** What an agent and the way to it may take beside the site. */
const WAY_MS = 15_000;
/** An agent asks for calls at least every 25 seconds. */
export const CONNECTED_MS = 60_000;
/** For this long an agent is believed to be connected. */
const BELIEVED_MS = 5_000;
const MAX_REMEMBERED = 1_000;
/** Calls of one process on their way: more would be answered too late. */
const MAX_CALLS = 500;

/** A call did not bring an answer. */
export class NotCarried extends Error {
  readonly failure: AgentFailure;

  constructor(failure: AgentFailure, why: string) {
    super(why);
    this.name = 'NotCarried';
    this.failure = failure;
  }
}

/** An answer as it comes; `body` can be read once. */
export interface CarriedAnswer {
  status: number;
  headers: Record<string, string>;
  body: AsyncIterable<Buffer>;
}

export interface AgentLineDeps {
  calls: AgentCallStore;
  tokens: Pick<AgentTokenStore, 'seen'>;
  /** Rung by the door of this process. */
  bell: Bell;
  clock: Clock;
}

/** Sends calls to sites through their agents, and waits for what comes back. */
export class AgentLine {
  readonly #deps: AgentLineDeps;
  readonly #watch: CallWatch;
  /** Until when it is believed that a place has an agent; monotonic, ms. */
  readonly #connected = new RecentMap<string, number>(MAX_REMEMBERED);

  constructor(deps: AgentLineDeps) {
    this.#deps = deps;
    this.#watch = new CallWatch(deps);
  }

  /**
   * Makes one call; `read` takes the answer, after which nothing is left of it. The call is sent
   * once at most. @throws NotCarried; what `read` throws; the reason of `signal`
   */
  async carry<T>(
    at: AgentPlace,
    call: AgentCall,
    read: (answer: CarriedAnswer) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { calls, bell, clock } = this.#deps;
    if (this.#watch.size >= MAX_CALLS)
      throw new NotCarried('unsent', 'too many calls wait for agents');
    await this.#assertConnected(at);
    signal?.throwIfAborted();
    const id = randomBytes(12).toString('hex');
    const lastsMs = 2 * (UNTAKEN_MS + WAY_MS + call.timeoutMs);
    const now = clock.now();
    const dates = { now: new Date(now), expiresAt: new Date(now + 2 * lastsMs) };
    const endWatch = this.#watch.begin(id);
    let hasPieces = true;
    try {
      await calls.put(at, { ...call, id }, dates);
      bell.ring(nameOfPlace(at));
      const end = await this.#end(at, { ...call, id }, signal);
      if ('failure' in end) throw new NotCarried(end.failure, end.why);
      hasPieces = end.pieces > 0;
      return await read({ ...end, body: this.#bodyOf(at, id, end) });
    } finally {
      endWatch();
      // What a database that does not answer keeps is swept later.
      await calls.remove(at, id, hasPieces).catch(() => undefined);
    }
  }

  async #assertConnected(at: AgentPlace): Promise<void> {
    const { tokens, clock } = this.#deps;
    const now = clock.monotonicMs();
    if ((this.#connected.get(nameOfPlace(at)) ?? -Infinity) > now) return;
    const seen = await tokens.seen(at.tenantId, lately(CONNECTED_MS, clock.now()), at.place);
    if (seen.length === 0) throw new NotCarried('unsent', 'no agent is connected');
    this.#connected.set(nameOfPlace(at), now + BELIEVED_MS);
  }

  /** @throws NotCarried; the reason of `signal` */
  async #end(
    at: AgentPlace,
    call: AgentCall & { id: string },
    signal: AbortSignal | undefined,
  ): Promise<AgentCallEnd> {
    const { calls, bell, clock } = this.#deps;
    let known: AgentCallState = { state: 'queued', pieces: 0 };
    let since = clock.monotonicMs();
    for (;;) {
      const left = since + longestMs(known.state, call) - clock.monotonicMs();
      // What rang while the state was read is not heard.
      if (!this.#watch.hasEnded(call.id)) await bell.heard(call.id, Math.max(0, left), signal);
      const found = await calls.stateOf(at, call.id);
      if (!found) throw new NotCarried('lost', 'the call is not known any more');
      if (found.state === 'ended') return found.end;
      // As long as pieces of an answer come, the agent and the site live.
      const moves = found.state !== known.state || found.pieces !== known.pieces;
      if (moves) since = clock.monotonicMs();
      known = found;
      const isOver = clock.monotonicMs() - since >= longestMs(known.state, call);
      if (isOver || signal?.aborted) await this.#giveUp(at, { ...found, id: call.id }, signal);
    }
  }

  /** What was not begun is taken back: nobody will send it. `state`: what it was found in. */
  async #giveUp(
    at: AgentPlace,
    { id, state }: AgentCallProgress,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const isBack = await this.#deps.calls.withdraw(at, id);
    signal?.throwIfAborted();
    if (isBack) throw new NotCarried('unsent', 'no agent has taken the call');
    const found = await this.#deps.calls.stateOf(at, id);
    // It has only just been taken or begun, or has ended, which the next round finds.
    if (found && found.state !== state) return;
    throw new NotCarried('lost', 'no answer in time');
  }

  async *#bodyOf(
    at: AgentPlace,
    id: string,
    { pieces, last }: Extract<AgentCallEnd, { pieces: number }>,
  ): AsyncGenerator<Buffer, void, undefined> {
    for (let number = 0; number < pieces; number += 1) {
      const piece = await this.#deps.calls.piece(at, id, number);
      if (!piece) throw new NotCarried('lost', 'part of the answer');
      yield piece;
    }
    yield last;
  }
}

/** How long a call may be in a state, ms. */
function longestMs(state: AgentCallState['state'], call: AgentCall): number {
  if (state === 'queued') return Math.max(UNTAKEN_MS, call.timeoutMs);
  return state === 'taken' && isWrite(call) ? WAY_MS : call.timeoutMs + WAY_MS;
}

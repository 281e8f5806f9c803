import type { Bell } from '../../kernel/time/bell.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { Conflict } from '../../kernel/errors.ts';
import { lately } from '../../kernel/time/lately.ts';
import { RecentMap } from '../../kernel/collections/recent-map.ts';
import type { AgentCallEnd, AgentCallStore, TakenCall } from './agent-call.ts';
import {
  isSecretOf,
  nameOfPlace,
  readAgentToken,
  type AgentToken,
  type AgentTokenStore,
  type SeenAgent,
} from './agent-token.ts';
import { WAITED_MS } from './call-watch.ts';

/**
 * How long an agent that asks for calls is kept waiting: proxies cut connections that are silent
 * for longer.
 */
const POLL_MS = 25_000;
/** How often to look for calls queued by other replicas: at first, and in the end. */
const FIRST_LOOK_MS = 50;
const LAST_LOOK_MS = 1_000;
/** A token that was revoked lets nobody in for longer than this. */
const BELIEVED_MS = 500;
/** How many calls are given at once. */
const MAX_GIVEN = 32;
/** How large their bodies are together; on their way they are a third larger. */
const MAX_GIVEN_BYTES = 24 << 20;
/** The presence of an agent is noted no more often than this. */
const NOTE_MS = 5_000;
const MAX_REMEMBERED = 1_000;

/** What an agent says of itself when it asks for calls. */
export interface AgentHello extends Pick<SeenAgent, 'instance' | 'host' | 'version'> {
  /** The place that it was set up for. */
  place: string;
  /** How many more calls it can take. */
  free: number;
}

export interface AgentDoorDeps {
  calls: AgentCallStore;
  tokens: AgentTokenStore;
  bell: Bell;
  clock: Clock;
}

/** Where agents ask for calls and deliver the answers. */
export class AgentDoor {
  readonly #deps: AgentDoorDeps;
  /** When agents were last noted, by their instances; monotonic, ms. */
  readonly #noted = new RecentMap<string, number>(MAX_REMEMBERED);

  readonly #closing = new AbortController();

  constructor(deps: AgentDoorDeps) {
    this.#deps = deps;
  }

  /** Dismisses waiting agents, which then ask another replica. */
  close(): void {
    this.#closing.abort(new Error('The service is stopping.'));
  }

  /** The token that a text is; undefined for what is none, or was revoked. */
  async believe(text: string): Promise<AgentToken | undefined> {
    const read = readAgentToken(text);
    const token = read && (await this.#deps.tokens.find(read.id));
    return read && token && isSecretOf(read.secret, token) ? token : undefined;
  }

  /**
   * Calls for an agent, as soon as there are any, none after 25 seconds. An agent that is new here
   * is answered at once, so that it can say that it is connected. Those that were taken when agent
   * is `gone` go back. @throws Conflict `other-place`
   */
  async poll(token: AgentToken, hello: AgentHello, gone: AbortSignal): Promise<TakenCall[]> {
    const signal = AbortSignal.any([gone, this.#closing.signal]);
    const { tokens, bell, clock } = this.#deps;
    if (hello.place !== token.place) throw otherPlace(token, hello);
    const isKnown = this.#noted.has(nameOf(token, hello));
    await this.#note(token, hello);
    const most = Math.min(hello.free, MAX_GIVEN);
    const until = clock.monotonicMs() + POLL_MS;
    let lookMs = FIRST_LOOK_MS;
    let believedAt = clock.monotonicMs();
    while (!signal.aborted && clock.monotonicMs() < until) {
      const taken = await this.#take(token, most, signal);
      if (taken.length > 0 || !isKnown) return taken;
      await bell.heard(nameOfPlace(token), lookMs, signal);
      lookMs = Math.min(LAST_LOOK_MS, lookMs * 2);
      if (clock.monotonicMs() - believedAt < BELIEVED_MS) continue;
      if (!(await tokens.find(token.id))) return [];
      believedAt = clock.monotonicMs();
    }
    return [];
  }

  async #take(token: AgentToken, most: number, signal: AbortSignal): Promise<TakenCall[]> {
    const { calls } = this.#deps;
    const taken = await calls.take(token, most);
    const given = taken.slice(0, signal.aborted ? 0 : countWithin(taken, MAX_GIVEN_BYTES));
    const rest = taken.slice(given.length).map(({ id }) => id);
    if (rest.length > 0) await calls.giveBack(token, rest);
    return given;
  }

  /** Before a write: whether it may be sent. */
  begin(token: AgentToken, id: string): Promise<boolean> {
    const { calls, clock } = this.#deps;
    return calls.begin(token, id, lately(WAITED_MS, clock.now()));
  }

  /** False where nobody waits for the answer any more. */
  addPiece(
    token: AgentToken,
    id: string,
    piece: { number: number; bytes: Buffer },
  ): Promise<boolean> {
    return this.#deps.calls.addPiece(token, id, piece);
  }

  /** False where nobody waits for the answer any more. */
  async end(token: AgentToken, id: string, end: AgentCallEnd): Promise<boolean> {
    const isWanted = await this.#deps.calls.end(token, id, end);
    this.#deps.bell.ring(id);
    return isWanted;
  }

  async #note(token: AgentToken, { instance, host, version }: AgentHello): Promise<void> {
    const { tokens, clock } = this.#deps;
    const now = clock.monotonicMs();
    const name = nameOf(token, { instance });
    if (now - (this.#noted.get(name) ?? -Infinity) < NOTE_MS) return;
    const { id: tokenId, tenantId, place } = token;
    const seenAt = new Date(clock.now());
    await tokens.see(tenantId, { tokenId, place, instance, host, version, seenAt });
    this.#noted.set(name, now);
  }
}

const nameOf = ({ id }: AgentToken, { instance }: Pick<AgentHello, 'instance'>): string =>
  `${id} ${instance}`;

const otherPlace = (token: AgentToken, hello: AgentHello): Conflict =>
  new Conflict(
    'other-place',
    `This token is for agents of ${token.place}, and the agent is set up for ${hello.place}. Correct AGENT_SITE_URL, or make a token for that site in Settings.`,
  );

/** How many of the first calls have bodies of no more bytes together; one at least. */
function countWithin(calls: readonly TakenCall[], maxBytes: number): number {
  let bytes = 0;
  const tooMany = calls.findIndex(({ body }, at) => {
    bytes += body?.length ?? 0;
    return at > 0 && bytes > maxBytes;
  });
  return tooMany < 0 ? calls.length : tooMany;
}

import type { AgentPlace } from './agent-token.ts';

/**
 * A call as an agent carries it. Where the site is and who logs in there only the agent knows: a
 * call has a path and no address, and no credentials.
 */
export interface AgentCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query below the address of the site, as they are sent. */
  path: string;
  headers: Record<string, string>;
  body?: Buffer | undefined;
  /** The most that is taken of the answer, bytes as the site sends them. */
  maxBytes: number;
  /** How long the site may take, ms. */
  timeoutMs: number;
}

/** A call that was taken by an agent, with the id that it is answered under. */
export interface TakenCall extends AgentCall {
  id: string;
}

/**
 * Why there is no answer. `refused`: the agent carries no such call. `unsent`: it was not sent, for
 * certain. `lost`: it was sent, and what became of it is not known. `too-large`: as it says.
 */
export type AgentFailure = 'refused' | 'unsent' | 'lost' | 'too-large';

/** How a call ended. */
export type AgentCallEnd =
  | {
      status: number;
      headers: Record<string, string>;
      /** How many pieces of the body come before the last one. */
      pieces: number;
      last: Buffer;
    }
  | { failure: AgentFailure; why: string };

/**
 * `taken`: an agent has it; of a write, it has not begun and asks before it does. `begun`: it is on
 * its way to the site.
 */
export type AgentCallState =
  | {
      state: 'queued' | 'taken' | 'begun';
      /** Pieces of the answer that have come. */
      pieces: number;
    }
  | { state: 'ended'; end: AgentCallEnd };

/** How far a call is. */
export interface AgentCallProgress {
  id: string;
  state: AgentCallState['state'];
  pieces: number;
}

/** A write is sent once at most; a question may be asked again. */
export const isWrite = ({ method }: Pick<AgentCall, 'method'>): boolean => method !== 'GET';

/**
 * Calls on their way between replicas and agents: whichever replica an agent is connected to, it
 * gets the calls of all. Kept sealed, and for minutes at most. A call is given to one agent, once.
 */
export interface AgentCallStore {
  /** Queues a call. */
  put(at: AgentPlace, call: TakenCall, expiresAt: Date): Promise<void>;
  /** Of those that are there. */
  statesOf(ids: readonly string[]): Promise<AgentCallProgress[]>;
  /** Takes the oldest waiting calls, up to the limit. */
  take(at: AgentPlace, most: number): Promise<TakenCall[]>;
  /** Puts calls back that were taken and did not reach their agent. */
  giveBack(at: AgentPlace, ids: readonly string[]): Promise<void>;
  /** False where nobody waits for the call any more, or it was begun before. */
  begin(at: AgentPlace, id: string): Promise<boolean>;
  /** Stores a piece of an answer. Repeatable. False where nobody waits for it any more. */
  addPiece(at: AgentPlace, id: string, piece: { number: number; bytes: Buffer }): Promise<boolean>;
  /** Repeatable: the first end counts. False where nobody waits for it any more. */
  end(at: AgentPlace, id: string, end: AgentCallEnd): Promise<boolean>;
  /** Undefined where the call is not there. */
  stateOf(at: AgentPlace, id: string): Promise<AgentCallState | undefined>;
  /** @throws Damaged where it is not there */
  piece(at: AgentPlace, id: string, number: number): Promise<Buffer>;
  /**
   * Takes a call back that was not begun. False where it was, or has ended: of a question, that it
   * was taken is enough.
   */
  withdraw(at: AgentPlace, id: string): Promise<boolean>;
  /** Forgets a call and what came of it, in pieces or not. */
  remove(at: AgentPlace, id: string, hasPieces: boolean): Promise<void>;
  /** Forgets what replicas that died left behind. */
  sweep(before: Date): Promise<void>;
}

import type { TimeSpan } from '../../kernel/time/lately.ts';
import type { AgentPlace } from './agent-token.ts';

/**
 * A call as an agent carries it. Only the agent knows where the site is and who signs in there: a
 * call has a path but no host, and no credentials.
 */
export interface AgentCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query below the address of the site, as they are sent. */
  path: string;
  headers: Record<string, string>;
  body?: Buffer | undefined;
  /** The largest accepted answer, in bytes as sent by the site. */
  maxBytes: number;
  /** How long the site may take, ms. */
  timeoutMs: number;
}

/** A call that was taken by an agent, with the id that it is answered under. */
export interface TakenCall extends AgentCall {
  id: string;
}

/**
 * Why there is no answer. `refused`: the agent carries no such call. `unsent`: it was certainly not
 * sent. `lost`: it was sent, with unknown outcome. `too-large`: the answer was too large.
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

/** A write is sent at most once; a read may be repeated. */
export const isWrite = ({ method }: Pick<AgentCall, 'method'>): boolean => method !== 'GET';

/**
 * Calls on their way between replicas and agents: whichever replica an agent is connected to, it
 * gets the calls of all. Kept sealed, and for minutes at most. A call is given to one agent, once.
 */
export interface AgentCallStore {
  /** Queues a call that somebody waits for now. */
  put(at: AgentPlace, call: TakenCall, dates: { now: Date; expiresAt: Date }): Promise<void>;
  /** Notes that somebody still waits for these calls, or reads their answers: they are kept. */
  noteWaiting(ids: readonly string[], now: Date): Promise<void>;
  /** For the calls that exist. */
  statesOf(ids: readonly string[]): Promise<AgentCallProgress[]>;
  /** Takes the oldest waiting calls, up to the limit. */
  take(at: AgentPlace, most: number): Promise<TakenCall[]>;
  /** Requeues calls that were taken but did not reach their agent. */
  giveBack(at: AgentPlace, ids: readonly string[]): Promise<void>;
  /**
   * False where nobody waits for the call any more, or it was begun before. `waited`: when somebody
   * must have waited for it: a process that was killed has withdrawn nothing.
   */
  begin(at: AgentPlace, id: string, waited: TimeSpan): Promise<boolean>;
  /** Stores a piece of an answer. Repeatable. False where nobody waits for it any more. */
  addPiece(at: AgentPlace, id: string, piece: { number: number; bytes: Buffer }): Promise<boolean>;
  /** Repeatable: the first end counts. False where nobody waits for it any more. */
  end(at: AgentPlace, id: string, end: AgentCallEnd): Promise<boolean>;
  /** Undefined where the call is not there. */
  stateOf(at: AgentPlace, id: string): Promise<AgentCallState | undefined>;
  /** Undefined where it is not there. */
  piece(at: AgentPlace, id: string, number: number): Promise<Buffer | undefined>;
  /**
   * Withdraws a call that was not begun. False if it was, or has ended; a read can't be withdrawn
   * once it is taken.
   */
  withdraw(at: AgentPlace, id: string): Promise<boolean>;
  /** Deletes a call and its answer. */
  remove(at: AgentPlace, id: string, hasPieces: boolean): Promise<void>;
  /** Deletes what dead replicas left behind. Pieces of an answer are kept as long as their call. */
  sweep(now: Date): Promise<void>;
}

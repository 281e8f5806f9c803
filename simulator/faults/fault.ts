import type { Change } from './change.ts';
import type { AskedAnswer } from './strange-answer.ts';

/** Which requests a fault befalls, and how often. */
interface Befalls {
  /** Regular expression over the request path. */
  path: string;
  method?: string;
  /** Regular expression over the query string. */
  query?: string;
  /** Regular expression over the JSON that was sent. */
  sent?: string;
  /** 0 to 1. */
  probability: number;
  /** How often it happens at most; absent: without end. */
  times?: number;
  /** So many requests that it would befall pass first. Counts down, as `times` does. */
  skip?: number;
}

export const LOSSES = [
  '500',
  '503',
  '429',
  'hang',
  'cut',
  'html',
  'cut-after',
  'hang-after',
  '500-after',
  '503-after',
] as const;

/**
 * No answer, or none of the API's. The plain ones come before the work: nothing was done. Those
 * with `-after` do the work, and lose its answer.
 */
interface Loss extends Befalls {
  kind: (typeof LOSSES)[number];
}

/**
 * Another answer stands in for the API's: one that has a name, or one that the test brings. The
 * work is not done unless `isDone` says so.
 */
interface StrangeAnswer extends Befalls, AskedAnswer {
  kind: 'answer';
  isDone?: boolean;
}

/** The request waits, before anything is done, for as long as the fault is set. */
interface Hold extends Befalls {
  kind: 'hold';
}

/** A page holds no more than this, whatever was asked for. */
export interface PageCap extends Befalls {
  kind: 'page-cap';
  max: number;
}

/** Nothing is shown from an offset on: an empty last page, or a refusal. */
export interface OffsetEnd extends Befalls {
  kind: 'offset-end';
  from: number;
  as: 'empty' | 'refused';
}

/** A list goes on forever: with its first page each time, or with one of new names. */
export interface Endless extends Befalls {
  kind: 'endless';
  with: 'the-same' | 'new-names';
}

/**
 * Objects move to another type before the request is answered; they keep id and key. Of the type
 * that the request names, else of any.
 */
interface Move extends Befalls {
  kind: 'move';
  count: number;
}

/** Members of the answer are otherwise than usual. */
interface ChangedAnswer extends Befalls {
  kind: 'change';
  changes: Change[];
}

/** One of these befalls a request at most. */
export type Disturbance = Loss | StrangeAnswer | Hold;
/** Any number of these befalls a request. */
export type Reshaping = PageCap | OffsetEnd | Endless | Move | ChangedAnswer;
export type Fault = Disturbance | Reshaping;

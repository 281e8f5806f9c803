import type { Random } from '../kernel/random.ts';
import type { Disturbance, Fault, Reshaping } from './fault.ts';

/** What a fault is chosen by. */
export interface RequestFacts {
  method: string;
  path: string;
  query: string;
  /** The body as JSON; empty where there is none. */
  sent: string;
}

export interface ChosenFaults {
  disturbance: Disturbance | undefined;
  reshapings: Reshaping[];
}

/**
 * The faults that befall a request: the first disturbance that fits, and all that reshape its
 * answer. One that may happen only so often is used up.
 */
export function chooseFaults(faults: Fault[], random: Random, request: RequestFacts): ChosenFaults {
  const chosen: ChosenFaults = { disturbance: undefined, reshapings: [] };
  for (const fault of faults) {
    const isReshaping = reshapes(fault);
    if (!isReshaping && chosen.disturbance) continue;
    if (!fits(fault, request) || !strikes(fault, random)) continue;
    if (isReshaping) chosen.reshapings.push(fault);
    else chosen.disturbance = fault;
  }
  return chosen;
}

const RESHAPING_KINDS: readonly string[] = [
  'page-cap',
  'offset-end',
  'endless',
  'move',
  'change',
] satisfies Reshaping['kind'][];

const reshapes = (fault: Fault): fault is Reshaping => RESHAPING_KINDS.includes(fault.kind);

const fits = (fault: Fault, { method, path, query, sent }: RequestFacts): boolean =>
  fault.times !== 0 &&
  (!fault.method || fault.method === method) &&
  new RegExp(fault.path).test(path) &&
  (fault.query === undefined || new RegExp(fault.query).test(query)) &&
  (fault.sent === undefined || new RegExp(fault.sent).test(sent));

function strikes(fault: Fault, random: Random): boolean {
  if (fault.skip !== undefined && fault.skip > 0) {
    fault.skip -= 1;
    return false;
  }
  if (random.next() >= fault.probability) return false;
  if (fault.times !== undefined) fault.times -= 1;
  return true;
}

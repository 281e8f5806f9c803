import { z } from 'zod';
import type { RunDocument } from './run-document.ts';

/** What is looked at before a run is claimed: its input and checkpoint may be large. */
export type Candidate = Pick<
  RunDocument,
  | '_id'
  | 'tenantId'
  | 'sequence'
  | 'queuedAt'
  | 'fence'
  | 'heartbeat'
  | 'holders'
  | 'startedAt'
  | 'takeovers'
  | 'cancelRequested'
>;

export const CANDIDATE_FIELDS: Record<keyof Omit<Candidate, '_id'>, 1> = {
  tenantId: 1,
  sequence: 1,
  queuedAt: 1,
  fence: 1,
  heartbeat: 1,
  holders: 1,
  startedAt: 1,
  takeovers: 1,
  cancelRequested: 1,
};

/** Of any other number, one more is not always a higher one. */
const counter = z
  .int()
  .min(0)
  .max(2 ** 50);
const Claimable = z.looseObject({
  fence: counter,
  heartbeat: counter,
  holders: z.array(z.string()).optional(),
  startedAt: z.date().optional(),
  takeovers: counter.optional(),
});

/** Any other mark was changed in the database: nobody has asked for Stop. */
export const isCancelled = ({ cancelRequested }: Pick<Candidate, 'cancelRequested'>): boolean =>
  cancelRequested === true;

/** Whether a claim can be written into it: else its data was changed in the database. */
export const isClaimable = (candidate: Candidate): boolean =>
  Claimable.safeParse(candidate).success;

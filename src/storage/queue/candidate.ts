import type { RunDocument } from './run-document.ts';

/** What is looked at before a run is claimed: its input and checkpoint may be large. */
export type Candidate = Pick<
  RunDocument,
  '_id' | 'tenantId' | 'fence' | 'heartbeat' | 'startedAt' | 'takeovers' | 'cancelRequested'
>;

export const CANDIDATE_FIELDS: Record<keyof Omit<Candidate, '_id'>, 1> = {
  tenantId: 1,
  fence: 1,
  heartbeat: 1,
  startedAt: 1,
  takeovers: 1,
  cancelRequested: 1,
};

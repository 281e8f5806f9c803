import type { Run } from '../../../core/runs/run.ts';
import type { Lozenge } from './lozenge.ts';

/** The states of a run, one word each. */
export const RUN_STATES: Record<Run['state'], Lozenge> = {
  queued: { text: 'Queued', look: '' },
  running: { text: 'In Progress', look: 'inprogress' },
  complete: { text: 'Completed', look: 'success' },
  failed: { text: 'Failed', look: 'removed' },
  stopped: { text: 'Stopped', look: 'moved' },
};

/** Of an open run that was asked to stop. */
export const STOPPING = 'Stopping';

/** What the grid calls a queued backup. */
export const PENDING = 'Pending';

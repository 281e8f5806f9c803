import type { Run } from '../../core/runs/run.ts';
import type { Lozenge } from './lozenge.ts';

/** The states of a run, one word each. */
export const RUN_STATES: Record<Run['state'], Lozenge> = {
  queued: { text: 'Queued', look: '' },
  running: { text: 'Running', look: 'inprogress' },
  complete: { text: 'Completed', look: 'success' },
  failed: { text: 'Failed', look: 'removed' },
  stopped: { text: 'Stopped', look: 'moved' },
};

import type { Run } from '../../../core/runs/run.ts';
import type { Lozenge } from '../../view/lozenge.ts';

/** The states of a restore, in the product's words. */
export const RESTORE_STATES: Record<Run['state'], Lozenge> = {
  queued: { text: 'Queued', look: '' },
  running: { text: 'In progress', look: 'inprogress' },
  complete: { text: 'Completed', look: 'success' },
  failed: { text: 'Failed', look: 'removed' },
  stopped: { text: 'Stopped', look: 'moved' },
};

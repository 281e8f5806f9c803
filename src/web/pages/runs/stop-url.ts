import type { Run } from '../../../core/runs/run.ts';
import { runUrl } from './run-url.ts';

/** The dialog that asks whether to stop the run. */
export const stopUrl = (run: Run): string => `${runUrl(run) ?? `/app/runs/${run.id}`}/stop`;

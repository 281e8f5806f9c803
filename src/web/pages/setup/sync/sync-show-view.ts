import { isOpen, type Run } from '../../../../core/runs/run.ts';
import { progressView, type ProgressView } from '../../../view/components/progress-view.ts';
import type { Reader } from '../../../view/reader.ts';

/** The newest sync: running, failed, or ended with a note. */
export interface SyncShowView {
  open: boolean;
  failed: boolean;
  message: string | undefined;
  progress: ProgressView | undefined;
}

/** Before the first sync there is none. */
export const syncShowView = (run: Run | undefined, reader: Reader): SyncShowView => ({
  open: run !== undefined && isOpen(run),
  failed: run?.state === 'failed',
  message: run?.message,
  progress: run && progressView(run, reader.nowMs),
});

import type { BackupCheckpoint } from '../../backup-kind.ts';
import { NotedList } from '../../reading/noted-list.ts';
import type { ReadingState } from '../../reading/part-reading.ts';

/** How far an interrupted reading had come; the beginning if there is no checkpoint. */
export function stateOf(checkpoint: BackupCheckpoint | undefined): ReadingState {
  return {
    contiguous: { ...checkpoint?.contiguous },
    unsaved: new NotedList(checkpoint?.unsaved, checkpoint?.unsavedCount),
    kept: new NotedList(checkpoint?.kept, checkpoint?.keptCount),
    lost: new NotedList(checkpoint?.lost, checkpoint?.lostCount),
  };
}

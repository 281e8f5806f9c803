import type { BackupCheckpoint, BackupScope } from '../../backup-kind.ts';
import { NotedList } from '../../reading/noted-list.ts';
import type { Leaning, ReadingState } from '../../reading/part-reading.ts';

interface Progress {
  scope: BackupScope;
  startedAtMs: number;
  state: ReadingState;
  leaning: Leaning;
}

/** What a checkpoint says about a reading, besides what its writer needs. */
export const checkpointFacts = ({
  scope,
  startedAtMs,
  state,
  leaning,
}: Progress): Omit<BackupCheckpoint, 'writer'> => ({
  scope,
  contiguous: state.contiguous,
  startedAtMs,
  unsaved: state.unsaved.listed,
  unsavedCount: state.unsaved.count,
  kept: state.kept.listed,
  keptCount: state.kept.count,
  lost: state.lost.listed,
  lostCount: state.lost.count,
  silent: leaning.silent.listed,
  silentCount: leaning.silent.count,
  definitions: leaning.definitions,
  isUnsteady: leaning.isUnsteady,
});

export const leaningOf = (checkpoint: BackupCheckpoint | undefined): Leaning => ({
  silent: new NotedList(checkpoint?.silent, checkpoint?.silentCount),
  definitions: checkpoint?.definitions,
  isUnsteady: checkpoint?.isUnsteady ?? false,
});

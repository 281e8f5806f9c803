import type { Backup } from './backup.ts';

type Noted =
  | 'unsaved'
  | 'unsavedCount'
  | 'kept'
  | 'keptCount'
  | 'lost'
  | 'lostCount'
  | 'moving'
  | 'movingCount';

/** What a backup notes of its objects and values where all of them were saved as they are. */
export const nothingNoted = (): Pick<Backup, Noted> => ({
  unsaved: [],
  unsavedCount: 0,
  kept: [],
  keptCount: 0,
  lost: [],
  lostCount: 0,
  moving: [],
  movingCount: 0,
});

import type { DayMark } from './day-marks.ts';

/** Objects that disappeared from one backup to the next. */
export interface Drop {
  /** Of the later one. */
  at: number;
  lost: number;
}

/** Drops of fewer objects, or of a smaller share, are normal. */
const MIN_LOST = 10;
const MIN_LOST_SHARE = 0.1;
/** More labels would overlap. */
const MAX_NAMED = 2;

/** The deepest drops. */
export function findDrops(marks: readonly DayMark[]): Drop[] {
  const drops: Drop[] = [];
  let before: number | undefined;
  for (const [at, { backup }] of marks.entries()) {
    if (!backup) continue;
    const lost = (before ?? 0) - backup.objects;
    if (lost >= MIN_LOST && lost >= MIN_LOST_SHARE * (before ?? 0)) drops.push({ at, lost });
    before = backup.objects;
  }
  return drops.toSorted((a, b) => b.lost - a.lost).slice(0, MAX_NAMED);
}

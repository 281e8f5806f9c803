import type { DayMark } from './day-marks.ts';

/** Days without any backup although one was expected: the first, and how many. */
export interface Hole {
  from: number;
  days: number;
}

const MIN_HOLE_DAYS = 2;
/** More labels would overlap. */
const MAX_NAMED = 2;

/**
 * The longest holes: times in which nothing was even tried for twice as long as the usual distance
 * between two backups. The time before the first backup doesn't count.
 */
export function findHoles(marks: readonly DayMark[]): Hole[] {
  const good = marks.flatMap(({ backup }, at) => (backup ? at : []));
  const [first] = good;
  if (first === undefined) return [];
  const least = Math.max(MIN_HOLE_DAYS, 2 * usualGap(good));
  const holes: Hole[] = [];
  let from = first;
  for (let at = first + 1; at <= marks.length; at += 1) {
    const isEnd = at === marks.length - 1; // today is not over yet
    if (!isEnd && marks[at]?.outcome === 'none') continue;
    if (at - from - 1 >= least) holes.push({ from: from + 1, days: at - from - 1 });
    if (isEnd) break;
    from = at;
  }
  return holes.toSorted((a, b) => b.days - a.days).slice(0, MAX_NAMED);
}

/** The median of days from one backup to the next. */
function usualGap(good: readonly number[]): number {
  const gaps = good.slice(1).map((at, index) => at - (good[index] ?? at));
  return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 1;
}

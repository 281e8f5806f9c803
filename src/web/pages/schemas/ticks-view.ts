import { counted } from '../../view/formats/numbers.ts';
import type { RecentBackup } from '../../../core/catalog/catalog-store.ts';
import { addDays, localDayOf, type LocalDay } from '../../../core/kernel/time/local-day.ts';
import type { Reader } from '../../view/reader.ts';

/** A tick for each of the last 30 days, drawn as SVG (`partials/schemas/ticks.hbs`). */
export interface TicksView {
  /** The same in words. */
  label: string;
  marks: TickMark[];
}

/** One shape, in units of the drawing, 119 by 20. */
interface TickMark {
  look: DayLook;
  x: number;
  y: number;
  height: number;
}

type DayLook = 'ok' | 'fail' | 'manual' | 'none';

const DAYS = 30;
const STEP = 4;
/** Each look has a shape of its own, because color alone isn't enough. */
const SHAPES: Record<DayLook, { y: number; height: number }[]> = {
  ok: [{ y: 2, height: 16 }],
  fail: [
    { y: 2, height: 6.5 },
    { y: 11.5, height: 6.5 },
  ],
  manual: [
    { y: 2, height: 3 },
    { y: 7, height: 11 },
  ],
  none: [{ y: 15, height: 3 }],
};
const WORDS: [DayLook, string][] = [
  ['ok', 'backed up by schedule'],
  ['manual', 'backed up by hand'],
  ['fail', 'failed'],
];

export function ticksView(recent: readonly RecentBackup[], reader: Reader): TicksView {
  const looks = lookAtDays(recent, reader);
  return {
    label: `Last 30 days: ${sayDays(looks)}`,
    marks: looks.flatMap((look, at) =>
      SHAPES[look].map((shape) => ({ look, x: at * STEP, ...shape })),
    ),
  };
}

/** The oldest day first. */
function lookAtDays(recent: readonly RecentBackup[], { timeZone, nowMs }: Reader): DayLook[] {
  const byDay = new Map<string, RecentBackup[]>();
  for (const backup of recent) {
    const day = keyOf(localDayOf(backup.at.getTime(), timeZone));
    byDay.set(day, [...(byDay.get(day) ?? []), backup]);
  }
  const today = localDayOf(nowMs, timeZone);
  return Array.from({ length: DAYS }, (_none, at) =>
    lookOf(byDay.get(keyOf(addDays(today, at + 1 - DAYS))) ?? []),
  );
}

/** A day is good if any of its backups is. */
function lookOf(backups: readonly RecentBackup[]): DayLook {
  const good = backups.filter(({ outcome }) => outcome === 'good');
  if (good.some(({ trigger }) => trigger === 'scheduled')) return 'ok';
  if (good.length > 0) return 'manual';
  return backups.length > 0 ? 'fail' : 'none';
}

function sayDays(looks: readonly DayLook[]): string {
  const parts = WORDS.flatMap(([look, words]) => {
    const days = looks.filter((each) => each === look).length;
    return days > 0 ? [`${counted(days, 'day')} ${words}`] : [];
  });
  return parts.join(', ') || 'no backup';
}

const keyOf = ({ year, month, day }: LocalDay): string => `${year}-${month}-${day}`;

import { counted } from '../../view/formats/numbers.ts';
import type { RecentBackup } from '../../../core/catalog/catalog-store.ts';
import { addDays, localDayOf, nameOfDay } from '../../../core/kernel/time/local-day.ts';
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
  width: number;
  height: number;
}

interface Shape {
  y: number;
  height: number;
  /** What is outlined is that much narrower on either side. */
  inset?: number;
}

type DayLook = 'ok' | 'fail' | 'skip' | 'manual' | 'none';

export const TICKED_DAYS = 30;
const STEP = 4;
const WIDTH = 3;
/** Each look has a shape of its own, because color alone isn't enough. */
const SHAPES: Record<DayLook, Shape[]> = {
  ok: [{ y: 2, height: 16 }],
  fail: [
    { y: 2, height: 6.5 },
    { y: 11.5, height: 6.5 },
  ],
  skip: [{ y: 2.5, height: 15, inset: 0.5 }],
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
  ['skip', 'skipped'],
];

/** `skips`: when a schedule's backups were skipped. */
export function ticksView(
  recent: readonly RecentBackup[],
  skips: readonly Date[],
  reader: Reader,
): TicksView {
  const looks = lookAtDays(recent, skips, reader);
  return {
    label: `Last 30 days: ${sayDays(looks)}`,
    marks: looks.flatMap((look, at) =>
      SHAPES[look].map(({ inset = 0, ...shape }) => ({
        look,
        x: at * STEP + inset,
        width: WIDTH - 2 * inset,
        ...shape,
      })),
    ),
  };
}

/** The oldest day first. */
function lookAtDays(
  recent: readonly RecentBackup[],
  skips: readonly Date[],
  { timeZone, nowMs }: Reader,
): DayLook[] {
  const nameOf = (at: Date): string => nameOfDay(localDayOf(at.getTime(), timeZone));
  const byDay = Map.groupBy(recent, ({ at }) => nameOf(at));
  const skipped = new Set(skips.map(nameOf));
  const today = localDayOf(nowMs, timeZone);
  return Array.from({ length: TICKED_DAYS }, (_none, at) => {
    const day = nameOfDay(addDays(today, at + 1 - TICKED_DAYS));
    return lookOf(byDay.get(day) ?? [], skipped.has(day));
  });
}

/** A day is good if any of its backups is. */
function lookOf(backups: readonly RecentBackup[], isSkipped: boolean): DayLook {
  const good = backups.filter(({ outcome }) => outcome === 'good');
  if (good.some(({ trigger }) => trigger === 'scheduled')) return 'ok';
  if (good.length > 0) return 'manual';
  if (backups.length > 0) return 'fail';
  return isSkipped ? 'skip' : 'none';
}

function sayDays(looks: readonly DayLook[]): string {
  const parts = WORDS.flatMap(([look, words]) => {
    const days = looks.filter((each) => each === look).length;
    return days > 0 ? [`${counted(days, 'day')} ${words}`] : [];
  });
  return parts.join(', ') || 'no backup';
}

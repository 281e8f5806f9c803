import type { SchemaTimeline } from '../../../../core/use-cases/backups/available-backups.ts';
import { showDate, showDays } from '../../../view/formats/dates.ts';
import { count, counted } from '../../../view/formats/numbers.ts';
import type { Reader } from '../../../view/reader.ts';
import { dayMarks, TIMELINE_DAYS, type DayMark, type DayOutcome } from './day-marks.ts';
import { findDrops } from './find-drops.ts';
import { findHoles, type Hole } from './find-holes.ts';

/** The last 90 days of a schema as a drawing (`backup-timeline.hbs`), 1,184 by 224. */
export interface TimelineView {
  /** How many days have a good backup. */
  summary: string;
  /** The drawing in words. */
  label: string;
  /** A round number of objects, and its height in the drawing. */
  grid: { y: number; text: string } | undefined;
  line: string;
  area: string;
  marks: MarkView[];
  hits: HitView[];
  holes: NoteView[];
  drops: NoteView[];
  axis: { x: number; text: string }[];
  cursor: CursorView | undefined;
}

interface MarkView {
  outcome: Exclude<DayOutcome, 'none'>;
  isVerified: boolean;
  x: number;
  /** Upper left corner of a mark that is no circle. */
  left: number;
}

/** Where a click selects a backup. */
interface HitView {
  id: string;
  left: number;
  text: string;
}

interface NoteView {
  x: number;
  y: number;
  left: number;
  width: number;
  title: string;
  text: string;
  /** The position of the words, and which end of them it is. */
  textX: number;
  anchor: 'start' | 'end';
}

interface CursorView {
  x: number;
  y: number;
  text: string;
  /** Middle and left edge of the words' box. */
  textX: number;
  boxX: number;
}

const LEFT = 48;
const RIGHT = 1168;
const STEP = (RIGHT - LEFT) / (TIMELINE_DAYS - 1);
const TOP = 40;
const ZERO = 150;
const MARK = 7;
const MIDDLE = 600;
const NOTE_GAP = 10;
const HOLE_Y = 98;
const BOX_WIDTH = 232;
/** Days of the month that the axis names. */
const NAMED_DAYS = [1, 15];
/** Labels closer to today's than this are left out. */
const AXIS_END = 1_110;

const xOf = (at: number): number => round(LEFT + at * STEP);
const round = (value: number): number => Math.round(value * 10) / 10;

/** Undefined where there is nothing to draw. */
export function timelineView(
  timeline: SchemaTimeline,
  selectedId: string | undefined,
  reader: Reader,
): TimelineView | undefined {
  const marks = dayMarks(timeline, reader);
  const first = marks.findIndex(({ outcome }) => outcome !== 'none');
  if (first === -1) return undefined;
  const most = Math.max(1, ...marks.map(({ backup }) => backup?.objects ?? 0));
  const yOf = (objects: number): number => round(ZERO - (objects / most) * (ZERO - TOP));
  const holes = findHoles(marks);
  const drops = findDrops(marks);
  const good = marks.filter(({ backup }) => backup).length;
  const days = counted(marks.length - first, 'day has', 'days have');
  const summary = `${good} of ${days} a good backup`;
  const holeNotes = holes.map((hole) => holeNote(hole, marks, reader));
  const dropNotes = drops.map(({ at, lost }) => {
    const { day, backup } = marks[at] ?? {};
    return note({
      at,
      y: yOf(backup?.objects ?? 0),
      title: `−${counted(lost, 'object')} on ${day ? showDays(day, day, reader) : ''}`,
    });
  });
  return {
    summary,
    label: [
      `Backups of the last ${TIMELINE_DAYS} days. ${summary}.`,
      ...[...holeNotes, ...dropNotes].map(({ title, text }) => `${title}${text && `, ${text}`}.`),
    ].join(' '),
    grid: gridOf(most, yOf),
    ...pathsOf(marks, yOf),
    marks: marks.flatMap(markView),
    hits: marks.flatMap(({ backup }, at) =>
      backup
        ? [{ id: backup.id, left: round(xOf(at) - STEP / 2), text: backupText(backup, reader) }]
        : [],
    ),
    holes: holeNotes,
    drops: dropNotes,
    axis: axisOf(marks, reader),
    cursor: cursorOf(marks, selectedId, yOf, reader),
  };
}

function pathsOf(
  marks: readonly DayMark[],
  yOf: (objects: number) => number,
): Pick<TimelineView, 'line' | 'area'> {
  const points = marks.flatMap(({ backup }, at) =>
    backup ? [{ x: xOf(at), y: yOf(backup.objects) }] : [],
  );
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return { line: '', area: '' };
  const line = `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`;
  return { line, area: `${line}L${last.x} ${ZERO}L${first.x} ${ZERO}z` };
}

const markView = ({ outcome, isVerified }: DayMark, at: number): MarkView[] =>
  outcome === 'none' ? [] : [{ outcome, isVerified, x: xOf(at), left: round(xOf(at) - MARK / 2) }];

function holeNote({ from, days }: Hole, marks: readonly DayMark[], reader: Reader): NoteView {
  const [first, last] = [marks[from]?.day, marks[from + days - 1]?.day];
  return {
    ...note({
      at: from,
      until: from + days - 1,
      y: HOLE_Y,
      title: `No backup for ${counted(days, 'day')}`,
      text: first && last ? showDays(first, last, reader) : '',
    }),
    left: round(xOf(from) - STEP / 2),
    width: round(days * STEP),
  };
}

/** Puts the words on the side with more room. */
function note({
  at,
  until = at,
  y,
  title,
  text = '',
}: {
  at: number;
  until?: number;
  y: number;
  title: string;
  text?: string;
}): NoteView {
  const isLeft = xOf(at) > MIDDLE;
  return {
    x: xOf(at),
    y,
    left: xOf(at),
    width: 0,
    title,
    text,
    textX: round(isLeft ? xOf(at) - NOTE_GAP : xOf(until) + NOTE_GAP),
    anchor: isLeft ? 'end' : 'start',
  };
}

/** The largest round number of objects that is not above the maximum. */
function gridOf(most: number, yOf: (objects: number) => number): TimelineView['grid'] {
  const power = 10 ** Math.floor(Math.log10(most));
  const objects = Math.max(...[1, 2, 5].map((digit) => digit * power).filter((at) => at <= most));
  return { y: yOf(objects), text: count(objects) };
}

function axisOf(marks: readonly DayMark[], reader: Reader): TimelineView['axis'] {
  return marks.flatMap(({ day }, at) =>
    NAMED_DAYS.includes(day.day) && xOf(at) < AXIS_END
      ? [{ x: xOf(at), text: showDays(day, day, reader) }]
      : [],
  );
}

/** At the selected backup, else at the newest. */
function cursorOf(
  marks: readonly DayMark[],
  selectedId: string | undefined,
  yOf: (objects: number) => number,
  reader: Reader,
): CursorView | undefined {
  const selected = marks.findIndex(({ backup }) => backup?.id === selectedId);
  const newest = marks.findLastIndex(({ backup }) => backup);
  const at = selectedId !== undefined && selected >= 0 ? selected : newest;
  const backup = marks[at]?.backup;
  if (!backup) return undefined;
  const x = xOf(at);
  const boxX = Math.min(Math.max(LEFT, x - BOX_WIDTH / 2), RIGHT - BOX_WIDTH);
  return {
    x,
    y: yOf(backup.objects),
    text: backupText(backup, reader),
    textX: round(boxX + BOX_WIDTH / 2),
    boxX: round(boxX),
  };
}

const backupText = ({ at, objects }: { at: Date; objects: number }, reader: Reader): string =>
  `${showDate(at, reader).text} · ${counted(objects, 'object')}`;

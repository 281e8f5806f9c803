import { counted } from '../../view/formats/numbers.ts';
import type { Page } from '../../../core/kernel/page.ts';
import type { Schedule } from '../../../core/schedules/schedule.ts';
import type { SchemaHead } from '../../../core/use-cases/schemas/schema-pages.ts';
import type { SlotLine } from '../../../core/use-cases/schedules/schedules.ts';
import { showDate, showSlot, type ShownDate } from '../../view/formats/dates.ts';
import { pagerView, type PagerView } from '../../view/components/pager-view.ts';
import type { Reader } from '../../view/reader.ts';
import { scheduleLineView } from '../schemas/schedule-line-view.ts';
import { schemaPageView, type SchemaPageView } from '../schemas/page/schema-page-view.ts';
import { slotLineView, type SlotLineView } from './slot-line-view.ts';
import { storedScheduleView, type StoredScheduleView } from './stored-schedule-view.ts';

/** The schedule of a schema, and the slots that were dealt with. */
export interface ScheduleShowView extends SchemaPageView, PagerView {
  card: ScheduleCardView | undefined;
  lines: SlotLineView[];
  /** Whether a run of one of the slots is in progress: the page refreshes soon. */
  working: boolean;
}

interface ScheduleCardView extends StoredScheduleView {
  auto: boolean;
  note: string;
  next: ShownDate[];
}

interface ScheduleShown {
  head: SchemaHead;
  /** The next dates, if there is a schedule. */
  next: Date[];
  found: Page<SlotLine>;
  /** Why scheduled backups wait: their key is locked. */
  locked?: string | undefined;
}

export function scheduleShowView(
  { head, next, found, locked }: ScheduleShown,
  reader: Reader,
): ScheduleShowView {
  const lines = found.items.map((line) => slotLineView(line, reader));
  return {
    ...schemaPageView(head, 'schedule', reader),
    ...pagerView(found),
    card: cardView(head, next, { reader, locked }),
    lines,
    working: lines.some((line) => line.open),
  };
}

function cardView(
  head: SchemaHead,
  next: Date[],
  { reader, locked }: { reader: Reader; locked: string | undefined },
): ScheduleCardView | undefined {
  const { schedule, schema } = head;
  if (!schedule) return undefined;
  const { auto, note, next: soonest } = scheduleLineView(head, reader);
  const passed = schema.status === 'deleted' && schedule.waiting && passedWords(schedule.waiting);
  return {
    ...storedScheduleView(schedule, reader),
    auto,
    note: [note, schedule.on && locked, passed, healedWords(schedule, reader)]
      .filter(Boolean)
      .join(' '),
    next: soonest
      ? next.map((date) => showSlot(date, { ...reader, timeZone: schedule.timeZone }))
      : [],
  };
}

function healedWords({ healedAt }: Schedule, reader: Reader): string | undefined {
  if (!healedAt) return undefined;
  const { text } = showDate(healedAt, reader);
  return `This schedule had dates that can't be right: the service's clock had been ahead, or its data was changed in the database. Upcoming dates were recalculated on ${text}.`;
}

const passedWords = ({ slots }: { slots: number }): string =>
  `${counted(slots, 'scheduled backup has', 'scheduled backups have')} been missed since.`;

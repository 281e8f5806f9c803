import type { GridRow } from '../../../core/use-cases/schemas/grid.ts';
import { isOpen, type Run } from '../../../core/runs/run.ts';
import type { Slot } from '../../../core/schedules/schedule.ts';
import type { Call } from '../../handling/call.ts';
import { showDate, showSlot } from '../../view/dates.ts';
import { storedView } from './schedule-form.ts';

/** What the grid says of a schema's schedule. `refreshMs`: when the page has to look again, because its slot has come, or a day has gone by. */
export function scheduleLine(
  { schema, schedule }: GridRow,
  call: Call,
): {
  auto: boolean;
  next?: object | undefined;
  note?: string | undefined;
  refreshMs?: number | undefined;
} {
  if (!schedule?.on)
    return {
      auto: false,
      note: schedule?.switchedOff && 'Switched off when the connection was deleted.',
    };
  if (schema.status === 'deleted')
    return { auto: true, note: 'Waits: the schema was deleted from Assets.' };
  if (!schedule.nextSlotAt) return { auto: true, note: 'No date comes in the next years.' };
  const untilMs = schedule.nextSlotAt.getTime() - call.clock.now();
  return {
    auto: true,
    next: showDate(schedule.nextSlotAt, call.person.timeZone),
    refreshMs: Math.min(Math.max(0, untilMs), A_DAY_MS) + AFTER_SLOT_MS,
  };
}

const A_DAY_MS = 86_400_000;
/** A tick comes every second. */
const AFTER_SLOT_MS = 3_000;

/** The schedule of a schema's page: the rule, and who saved it. */
export function scheduleCard(row: GridRow, next: Date[], call: Call): object | undefined {
  const { schedule } = row;
  if (!schedule) return undefined;
  const { auto, note } = scheduleLine(row, call);
  const passed =
    schedule.waiting &&
    `${schedule.waiting.slots === 1 ? 'One slot has' : `${schedule.waiting.slots} slots have`} passed since.`;
  return {
    ...storedView(schedule, call),
    auto,
    note: [note, row.schema.status === 'deleted' && passed].filter(Boolean).join(' '),
    next: auto && !note ? next.map((date) => showSlot(date, schedule.timeZone)) : [],
  };
}

const OUTCOMES: Record<Run['state'], { text: string; look: string }> = {
  queued: { text: 'Pending', look: '' },
  running: { text: 'In Progress', look: 'inprogress' },
  complete: { text: 'Complete', look: 'success' },
  failed: { text: 'Failed', look: 'removed' },
  stopped: { text: 'Stopped', look: 'moved' },
};

/** A line of Schedule and its runs. */
export function slotView({ slot, run }: { slot: Slot; run?: Run }, call: Call): object {
  const zone = call.person.timeZone;
  const outcome =
    slot.skipped !== undefined
      ? { text: 'Skipped', look: 'moved' }
      : run
        ? OUTCOMES[run.state]
        : { text: 'Deleted', look: '' };
  const missed =
    slot.missed > 0
      ? `${slot.missed === 1 ? 'One earlier slot was' : `${slot.missed} earlier slots were`} missed while the service could not run ${slot.missed === 1 ? 'it' : 'them'}.`
      : '';
  const why = slot.skipped ?? (run ? (run.message ?? '') : 'The backup was deleted.');
  return {
    slot: showDate(slot.at, zone),
    started: run?.startedAt && showDate(run.startedAt, zone),
    ended: run?.endedAt && showDate(run.endedAt, zone),
    outcome,
    reason: [why, missed].filter(Boolean).join(' '),
    open: run !== undefined && isOpen(run),
  };
}

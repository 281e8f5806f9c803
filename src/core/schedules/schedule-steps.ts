/**
 * How a schedule goes from one state to the next. No step writes; each is one compare-and-set of
 * whoever takes it.
 */
import type { Person } from '../kernel/person.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import { parseCronRule } from './cron-rule.ts';
import { nextSlotFarFrom } from './assert-rare-enough.ts';
import { latestSlot } from './next-slot.ts';
import type { Schedule } from './schedule.ts';

export interface ScheduleEdit {
  on: boolean;
  cron: string;
  timeZone: string;
  by: Person;
}

const NEVER_SAVED: Pick<
  Schedule,
  'revision' | 'version' | 'nextSlotAt' | 'waiting' | 'switchedOff'
> = { revision: 0, version: 0 };

/**
 * As an administrator edited it. A slot whose run is being queued goes on; no slot before the last
 * one comes back. The rule is one that was checked.
 */
export function editSchedule(
  before: Schedule | undefined,
  key: { tenantId: TenantId; catalogId: CatalogId },
  { by, cron, ...edit }: ScheduleEdit,
  { nowMs, minimumMinutes }: { nowMs: number; minimumMinutes: number },
): Schedule {
  const {
    nextSlotAt: _next,
    waiting: _waiting,
    switchedOff: _switchedOff,
    ...kept
  } = before ?? NEVER_SAVED;
  const after = {
    ...kept,
    ...key,
    ...edit,
    cron: parseCronRule(cron).expression,
    savedBy: by,
    savedAt: new Date(nowMs),
    revision: kept.revision + 1,
  };
  return edit.on ? withNextSlot(after, nowMs, minimumMinutes) : after;
}

/**
 * The latest slot that is due is taken for a run, and those before it are counted as missed.
 * Undefined when none is due.
 */
export function takeSlot(
  schedule: Schedule,
  runId: RunId,
  nowMs: number,
  minimumMinutes: number,
): Schedule | undefined {
  const due = dueSlot(schedule, nowMs);
  if (!due) return undefined;
  const { waiting, ...rest } = moveOn(schedule, due.at, minimumMinutes);
  return { ...rest, firing: { slotAt: due.at, runId, missed: due.missed + (waiting?.slots ?? 0) } };
}

/** The slots that are due pass without a run, and it is noted why. Undefined when none is due. */
export function letSlotsPass(
  schedule: Schedule,
  why: NonNullable<Schedule['waiting']>['why'],
  nowMs: number,
  minimumMinutes: number,
): Schedule | undefined {
  const due = dueSlot(schedule, nowMs);
  if (!due) return undefined;
  return {
    ...moveOn(schedule, due.at, minimumMinutes),
    waiting: {
      since: schedule.waiting?.since ?? due.since,
      slots: (schedule.waiting?.slots ?? 0) + due.missed + 1,
      why,
    },
  };
}

/** The slot that was taken has its run, or its reason to have none. */
export function finishSlot({ firing: _firing, ...schedule }: Schedule): Schedule {
  return schedule;
}

/** Switched off by the service. The rule stays. */
export function switchOff(
  { nextSlotAt: _next, waiting: _waiting, ...schedule }: Schedule,
  why: NonNullable<Schedule['switchedOff']>,
): Schedule {
  return { ...schedule, on: false, switchedOff: why, revision: schedule.revision + 1 };
}

function dueSlot(
  { on, cron, timeZone, nextSlotAt }: Schedule,
  nowMs: number,
): { at: Date; since: Date; missed: number } | undefined {
  if (!on || !nextSlotAt || nextSlotAt.getTime() > nowMs) return undefined;
  const { slot, missed } = latestSlot(parseCronRule(cron), timeZone, nextSlotAt.getTime(), nowMs);
  return { at: new Date(slot), since: nextSlotAt, missed };
}

function moveOn(
  { nextSlotAt: _next, ...schedule }: Schedule,
  slotAt: Date,
  minimumMinutes: number,
): Schedule {
  const after = { ...schedule, lastSlot: { at: slotAt, timeZone: schedule.timeZone } };
  return withNextSlot(after, slotAt.getTime(), minimumMinutes);
}

/** Without one where the rule has none in eight years. */
function withNextSlot(schedule: Schedule, afterMs: number, minimumMinutes: number): Schedule {
  const { cron, timeZone, lastSlot: last } = schedule;
  const spacing = { last, minimumMinutes };
  const slot = nextSlotFarFrom(parseCronRule(cron), timeZone, afterMs, spacing);
  return slot === undefined ? schedule : { ...schedule, nextSlotAt: new Date(slot) };
}

/**
 * How a schedule goes from one state to the next. No step writes; each is one compare-and-set of
 * whoever takes it.
 */
import { CLOCK_TOLERANCE_MS } from '../kernel/time/clock.ts';
import type { Person } from '../kernel/person.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import { parseCronRule } from './cron-rule.ts';
import { nextSlotFarFrom } from './assert-rare-enough.ts';
import { latestSlot } from './next-slot.ts';
import type { Schedule, Slot } from './schedule.ts';

export interface ScheduleEdit {
  on: boolean;
  cron: string;
  timeZone: string;
  /** Undefined: as they were chosen before. */
  parts?: string[] | undefined;
  by: Person;
}

const NEVER_SAVED: Pick<
  Schedule,
  'revision' | 'version' | 'nextSlotAt' | 'waiting' | 'switchedOff' | 'healedAt' | 'lastSlot'
> = { revision: 0, version: 0 };

const MAX_SKIPS = 100;

/** The clock to compute by, and the minimum distance between slots. */
export interface Reckoning {
  nowMs: number;
  minimumMinutes: number;
}

/**
 * The latest date that differences between clocks explain; anything later comes from a clock that
 * was ahead. It is the minimum distance between slots, so that no machine that is behind runs one
 * again.
 */
export const latestBelieved = ({ nowMs, minimumMinutes }: Reckoning): Date =>
  new Date(nowMs + Math.max(CLOCK_TOLERANCE_MS, minimumMinutes * 60_000));

/** The last slot, if it can be believed. */
export function lastSlotOf({ lastSlot }: Schedule, by: Reckoning): Schedule['lastSlot'] {
  return lastSlot && lastSlot.at <= latestBelieved(by) ? lastSlot : undefined;
}

/**
 * As an administrator edited it. A slot whose run is being queued continues; no slot before the
 * last one comes back. The rule is one that was checked.
 */
export function editSchedule(
  before: Schedule | undefined,
  key: { tenantId: TenantId; catalogId: CatalogId },
  { by, cron, parts, ...edit }: ScheduleEdit,
  reckoning: Reckoning,
): Schedule {
  const { nowMs, minimumMinutes } = reckoning;
  const {
    nextSlotAt: _next,
    waiting: _waiting,
    switchedOff: _switchedOff,
    healedAt: _healedAt,
    lastSlot: _lastSlot,
    ...kept
  } = before ?? NEVER_SAVED;
  const lastSlot = before && lastSlotOf(before, reckoning);
  const after = {
    ...kept,
    ...(lastSlot && { lastSlot }),
    ...key,
    ...edit,
    parts: parts ?? before?.parts,
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

/**
 * Computes the schedule again from now if a clock that was ahead saved it or took a slot of it:
 * what lies in the future does not count.
 */
export function healSchedule(schedule: Schedule, reckoning: Reckoning): Schedule {
  const { nextSlotAt: _next, waiting, firing, skips, savedAt, ...kept } = schedule;
  const { nowMs, minimumMinutes } = reckoning;
  const latest = latestBelieved(reckoning);
  const healedAt = new Date(nowMs);
  const passed = waiting && passedBy(schedule, waiting, nowMs);
  const healed: Schedule = {
    ...kept,
    savedAt: savedAt > latest ? healedAt : savedAt,
    lastSlot: lastSlotOf(schedule, reckoning),
    firing: firing && firing.slotAt <= latest ? firing : undefined,
    ...(skips && { skips: skips.filter((at) => at <= latest) }),
    ...(passed && { waiting: passed }),
    healedAt,
  };
  return schedule.on ? withNextSlot(healed, nowMs, minimumMinutes) : healed;
}

/**
 * Whether the next slot is missing, or later than the rule says: no tick would look at the schedule
 * in time.
 */
export function isAstray(schedule: Schedule, reckoning: Reckoning): boolean {
  const { on, cron, timeZone, savedAt, lastSlot: last, nextSlotAt, firing } = schedule;
  const { nowMs, minimumMinutes } = reckoning;
  if (!on) return false;
  if (firing) return nextSlotAt === undefined || firing.slotAt > latestBelieved(reckoning);
  const spacing = { last, minimumMinutes };
  const afterMs = Math.max(nowMs, savedAt.getTime());
  const slot = nextSlotFarFrom(parseCronRule(cron), timeZone, afterMs, spacing);
  return slot !== undefined && (nextSlotAt === undefined || nextSlotAt.getTime() > slot);
}

/** Undefined where no slot has passed yet. */
function passedBy(
  { cron, timeZone }: Schedule,
  { since, why }: NonNullable<Schedule['waiting']>,
  nowMs: number,
): Schedule['waiting'] {
  if (since.getTime() > nowMs) return undefined;
  const { missed } = latestSlot(parseCronRule(cron), timeZone, since.getTime(), nowMs);
  return { since, slots: missed + 1, why };
}

/** The slot that was taken has its run, or its reason to have none: then it was skipped. */
export function finishSlot(
  { firing: _firing, ...schedule }: Schedule,
  { at, skipped }: Pick<Slot, 'at' | 'skipped'>,
): Schedule {
  if (skipped === undefined) return schedule;
  return { ...schedule, skips: [at, ...(schedule.skips ?? [])].slice(0, MAX_SKIPS) };
}

/** Switches it off on behalf of the service. The rule stays. */
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

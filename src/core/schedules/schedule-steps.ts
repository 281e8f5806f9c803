/** How a schedule goes from one state to the next. No step writes; each is one compare-and-set of whoever takes it. */
import type { Person } from '../kernel/person.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import { parseCronRule } from './cron-rule.ts';
import { nextSlotFarFrom } from './frequency.ts';
import { latestSlot } from './next-slot.ts';
import type { Schedule } from './schedule.ts';

export interface ScheduleEdit {
  on: boolean;
  cron: string;
  timeZone: string;
  by: Person;
}

/** As an administrator saved it. What is being fired goes on; no slot before the last one comes back. The rule is one that was checked. */
export function saved(
  before: Schedule | undefined,
  key: { tenantId: TenantId; catalogId: CatalogId },
  { by, cron, ...edit }: ScheduleEdit,
  nowMs: number,
  minimumMinutes: number,
): Schedule {
  const { lastSlot, firing, revision, version } = before ?? { revision: 0, version: 0 };
  const after = {
    ...key,
    ...edit,
    cron: parseCronRule(cron).expression,
    savedBy: by,
    savedAt: new Date(nowMs),
    revision: revision + 1,
    version,
    ...(lastSlot ? { lastSlot } : {}),
    ...(firing ? { firing } : {}),
  };
  return { ...after, ...(edit.on ? next(after, nowMs, minimumMinutes) : {}) };
}

/** The latest slot that is due is taken for a run, and those before it are counted as missed. Undefined when none is due. */
export function taken(
  schedule: Schedule,
  runId: RunId,
  nowMs: number,
  minimumMinutes: number,
): Schedule | undefined {
  const due = dueSlot(schedule, nowMs);
  if (!due) return undefined;
  const { waiting, ...rest } = passed(schedule, due.at, minimumMinutes);
  return { ...rest, firing: { slotAt: due.at, runId, missed: due.missed + (waiting?.slots ?? 0) } };
}

/** The slots that are due pass without a run, and it is noted why. Undefined when none is due. */
export function waited(
  schedule: Schedule,
  why: NonNullable<Schedule['waiting']>['why'],
  nowMs: number,
  minimumMinutes: number,
): Schedule | undefined {
  const due = dueSlot(schedule, nowMs);
  if (!due) return undefined;
  return {
    ...passed(schedule, due.at, minimumMinutes),
    waiting: {
      since: schedule.waiting?.since ?? schedule.nextSlotAt!,
      slots: (schedule.waiting?.slots ?? 0) + due.missed + 1,
      why,
    },
  };
}

/** The slot that was taken has its run, or its reason for none. */
export function fired({ firing: _firing, ...schedule }: Schedule): Schedule {
  return schedule;
}

/** Off without anybody's wish. The rule stays. */
export function switchedOff(
  { nextSlotAt: _next, waiting: _waiting, ...schedule }: Schedule,
  why: NonNullable<Schedule['switchedOff']>,
): Schedule {
  return { ...schedule, on: false, switchedOff: why, revision: schedule.revision + 1 };
}

function dueSlot(
  { on, cron, timeZone, nextSlotAt }: Schedule,
  nowMs: number,
): { at: Date; missed: number } | undefined {
  if (!on || !nextSlotAt || nextSlotAt.getTime() > nowMs) return undefined;
  const { slot, missed } = latestSlot(parseCronRule(cron), timeZone, nextSlotAt.getTime(), nowMs);
  return { at: new Date(slot), missed };
}

function passed(
  { nextSlotAt: _next, ...schedule }: Schedule,
  slotAt: Date,
  minimumMinutes: number,
): Schedule {
  const after = { ...schedule, lastSlot: { at: slotAt, timeZone: schedule.timeZone } };
  return { ...after, ...next(after, slotAt.getTime(), minimumMinutes) };
}

function next(
  { cron, timeZone, lastSlot }: Pick<Schedule, 'cron' | 'timeZone' | 'lastSlot'>,
  afterMs: number,
  minimumMinutes: number,
): Pick<Schedule, 'nextSlotAt'> {
  const slot = nextSlotFarFrom(parseCronRule(cron), timeZone, afterMs, lastSlot, minimumMinutes);
  return slot === undefined ? {} : { nextSlotAt: new Date(slot) };
}

import { elementAt } from '../../kernel/collections/element-at.ts';
import { firstIndexWhere } from '../../kernel/collections/first-index-where.ts';
import { CLOCK_TOLERANCE_MS } from '../../kernel/time/clock.ts';
import type { RunId } from '../../kernel/ids.ts';
import { BUCKETS, bucketOf, type Bucket } from './calendar-buckets.ts';
import { NO_RULES, type RetentionRules } from './retention-rules.ts';
import { DAY_MS } from '../../kernel/time/durations.ts';

/** What retention needs to know about a backup. */
export interface RetainedBackup {
  id: RunId;
  /** When it was completed, by the clock of that time, ms. */
  at: number;
  /** The order of backups, whatever their dates; absent in those of older versions. */
  sequence?: number | undefined;
  /** Something is using it. */
  isPinned: boolean;
  isHeld: boolean;
  /** Not all of it can be read back, as far as that is known. */
  isDamaged: boolean;
  /** Whether a schedule requested it. */
  isScheduled: boolean;
  /** Bytes that it added to the storage. */
  storedBytes: number;
}

/** Why a backup is kept. `of` names the hour, day, week, month or year that it stands for. */
export type KeptFor =
  | { why: 'newest' | 'sound' | 'held' | 'in-use' | 'last' | 'at-least' | 'no-rule' }
  | { why: 'age'; until: number }
  | { why: Bucket; of: string };

export interface RetentionPlan {
  /** Every reason for each backup that is kept. */
  kept: ReadonlyMap<RunId, KeptFor[]>;
  /** Newest first. */
  removed: RetainedBackup[];
  /** Bytes that the removed ones had added; what others share with them stays. */
  freedBytes: number;
  /** So much would be removed that a person should be asked first. */
  asksFirst: boolean;
}

export interface RetentionSetting {
  /** Undefined: nothing is removed until somebody deletes it. */
  rules: RetentionRules | undefined;
  /** For backups requested by a schedule; undefined: the same as for all others. */
  scheduled?: RetentionRules | undefined;
  nowMs: number;
  timeZone: string;
}

const ASKED_ABOVE = 0.5;

type Keep = (backup: RetainedBackup, reason: KeptFor) => void;

/**
 * Decides which complete backups of one schema in one storage are kept, why and until when. The
 * newest, the newest that is not damaged, those in use and those on hold are kept whatever the
 * rules say. The order of the input does not matter. A wrong clock removes nothing: a backup from
 * the future counts as taken together with its successor, the newest as taken now, and one dated
 * before its predecessor as taken at the same time. A person is asked before one from the future
 * is removed, and where the newest one is: then it is the clock of now that is wrong. Pure.
 */
export function planRetention(
  backups: readonly RetainedBackup[],
  setting: RetentionSetting,
): RetentionPlan {
  const newestFirst = believeDates(backups, setting.nowMs);
  const kept = new Map<RunId, KeptFor[]>(newestFirst.map(({ id }) => [id, []]));
  const keep: Keep = (backup, reason) => {
    kept.get(backup.id)?.push(reason);
  };
  const sound = newestFirst.filter(({ isDamaged }) => !isDamaged);
  keepAlways(newestFirst, sound[0], keep);
  for (const { rules, group } of groupsOf(newestFirst, setting)) {
    if (rules) keepByRules(group, { ...setting, rules }, keep);
    else for (const backup of group) keep(backup, { why: 'no-rule' });
    keepAtLeast(group, rules ?? NO_RULES, kept);
  }
  if (sound.length < newestFirst.length) keepSound(sound, setting, kept);
  const removed = newestFirst.filter(({ id }) => kept.get(id)?.length === 0);
  const ahead = new Set(backups.filter(({ at }) => isAhead(at, setting.nowMs)).map(({ id }) => id));
  for (const { id } of removed) kept.delete(id);
  return {
    kept,
    removed,
    freedBytes: removed.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
    asksFirst:
      removed.length > backups.length * ASKED_ABOVE ||
      removed.some(({ id }) => ahead.has(id)) ||
      (removed.length > 0 && newestFirst[0] !== undefined && ahead.has(newestFirst[0].id)),
  };
}

/** What no rule removes. */
function keepAlways(
  newestFirst: readonly RetainedBackup[],
  newestSound: RetainedBackup | undefined,
  keep: Keep,
): void {
  const [newest] = newestFirst;
  if (newest) keep(newest, { why: 'newest' });
  if (newestSound && newestSound !== newest) keep(newestSound, { why: 'sound' });
  for (const backup of newestFirst) {
    if (backup.isHeld) keep(backup, { why: 'held' });
    if (backup.isPinned) keep(backup, { why: 'in-use' });
  }
}

/**
 * What is damaged takes the place of nothing: what the rules keep without it stays as well. Done
 * after the other rules, so that each backup has its reasons once.
 */
function keepSound(
  soundNewestFirst: readonly RetainedBackup[],
  setting: RetentionSetting,
  kept: ReadonlyMap<RunId, KeptFor[]>,
): void {
  const isFree = new Set(
    soundNewestFirst.filter(({ id }) => kept.get(id)?.length === 0).map(({ id }) => id),
  );
  for (const { rules, group } of groupsOf(soundNewestFirst, setting)) {
    if (!rules) continue;
    keepByRules(group, { ...setting, rules }, ({ id }, reason) => {
      if (isFree.has(id)) kept.get(id)?.push(reason);
    });
    keepAtLeast(group, rules, kept);
  }
}

/** Whether it was dated by a clock that was wrong, or is compared with one. */
const isAhead = (at: number, nowMs: number): boolean => at > nowMs + CLOCK_TOLERANCE_MS;

/** The oldest first, by number; by dates only where there is none. */
const inOrder = (a: RetainedBackup, b: RetainedBackup): number =>
  (a.sequence ?? -1) - (b.sequence ?? -1) || a.at - b.at || (a.id < b.id ? -1 : 1);

/** Splits off the backups of a schedule that has rules of its own. */
function groupsOf(
  newestFirst: readonly RetainedBackup[],
  { rules, scheduled }: RetentionSetting,
): { rules: RetentionRules | undefined; group: RetainedBackup[] }[] {
  if (!scheduled) return [{ rules, group: [...newestFirst] }];
  return [
    { rules: scheduled, group: newestFirst.filter(({ isScheduled }) => isScheduled) },
    { rules, group: newestFirst.filter(({ isScheduled }) => !isScheduled) },
  ];
}

/**
 * Newest first, each with a date that can be believed. Dates from the future are replaced first:
 * one of them must not move the dates of all that were taken later.
 */
function believeDates(backups: readonly RetainedBackup[], nowMs: number): RetainedBackup[] {
  let next = nowMs;
  const notAhead = backups
    .toSorted(inOrder)
    .toReversed()
    .map((backup) => {
      if (!isAhead(backup.at, nowMs)) next = Math.min(backup.at, nowMs);
      return { ...backup, at: next };
    });
  let latest = -Infinity;
  const believed = notAhead.toReversed().map((backup) => {
    latest = Math.max(latest, backup.at);
    return { ...backup, at: latest };
  });
  return believed.toReversed();
}

function keepByRules(
  newestFirst: readonly RetainedBackup[],
  { rules, nowMs, timeZone }: RetentionSetting & { rules: RetentionRules },
  keep: Keep,
): void {
  for (const backup of newestFirst) {
    const until = backup.at + rules.days * DAY_MS;
    if (until > nowMs) keep(backup, { why: 'age', until });
  }
  newestFirst.slice(0, rules.last).forEach((backup) => keep(backup, { why: 'last' }));
  for (const bucket of BUCKETS) {
    const spanOf = (backup: RetainedBackup): string => bucketOf(backup.at, bucket, timeZone);
    for (const [of, backup] of newestOfEach(newestFirst, rules[bucket], spanOf))
      keep(backup, { why: bucket, of });
  }
}

/** The newest backup of each of the last `most` spans, by span. */
function newestOfEach(
  newestFirst: readonly RetainedBackup[],
  most: number,
  spanOf: (backup: RetainedBackup) => string,
): ReadonlyMap<string, RetainedBackup> {
  const newest = new Map<string, RetainedBackup>();
  let at = 0;
  while (at < newestFirst.length && newest.size < most) {
    const first = elementAt(newestFirst, at);
    const span = spanOf(first);
    if (!newest.has(span)) newest.set(span, first);
    // Backups of one span are adjacent: its end is searched for, not walked to.
    const from = at;
    const isOfAnother = (ahead: number): boolean =>
      spanOf(elementAt(newestFirst, from + ahead)) !== span;
    at += firstIndexWhere(newestFirst.length - from, isOfAnother);
  }
  return newest;
}

function keepAtLeast(
  newestFirst: readonly RetainedBackup[],
  { atLeast }: RetentionRules,
  kept: ReadonlyMap<RunId, KeptFor[]>,
): void {
  const isFree = ({ id }: RetainedBackup): boolean => kept.get(id)?.length === 0;
  const free = newestFirst.filter(isFree);
  const missing = atLeast - (newestFirst.length - free.length);
  for (const { id } of free.slice(0, Math.max(0, missing))) kept.get(id)?.push({ why: 'at-least' });
}

import type { Page } from '../../kernel/page.ts';
import type { Person } from '../../kernel/person.ts';
import type { Backups } from '../backups/backups.ts';
import type { CatalogSchema, CatalogStore } from '../../catalog/catalog-store.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { Conflict, InvalidInput, NotFound, ProductError } from '../../kernel/errors.ts';
import type { CatalogId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';
import { readTimeZone } from '../../kernel/time/local-day.ts';
import { assertConnected } from '../../sites/connected-sources.ts';
import type { SiteStore } from '../../sites/site.ts';
import { parseCronRule, type CronRule } from '../../schedules/cron-rule.ts';
import { assertRareEnough, nextSlotFarFrom } from '../../schedules/assert-rare-enough.ts';
import { slotsAfter } from '../../schedules/next-slot.ts';
import { editSchedule, lastSlotOf } from '../../schedules/schedule-steps.ts';
import {
  changeSchedule,
  type Schedule,
  type ScheduleStore,
  type Slot,
} from '../../schedules/schedule.ts';

const SLOTS_PAGE = 20;
const DATES_SHOWN = 5;

export interface ScheduleInput {
  on: boolean;
  cron: string;
  timeZone: string;
  /** Names of the parts that were chosen; undefined: those of the first time. */
  parts?: string[] | undefined;
  backUpNow: boolean;
  /** The one that was edited; 0 for a first one. */ revision: number;
}
/** What became of *Back up now too*; `why` is a sentence. */
export type FirstBackup = { state: 'queued' | 'not-asked' } | { state: 'refused'; why: string };
export interface SavedSchedule {
  schedule: Schedule;
  /** As it was until now; undefined for a first one, and where nothing was changed. */
  replaced?: Schedule | undefined;
  first: FirstBackup;
  /** The schema is not in Assets any more: as long as that is so, nothing is backed up. */
  isPaused: boolean;
}
export interface SlotLine {
  slot: Slot;
  /** As long as it is kept. */
  run?: Run | undefined;
  /** Its run is about to be queued. */
  isFiring: boolean;
}

/** Somebody else saved the schedule after this one was opened. */
export class ScheduleChanged extends Conflict {
  readonly stored: Schedule;
  constructor(stored: Schedule) {
    super(
      'schedule-changed',
      `${stored.savedBy.name} changed this schedule while you had it open. Review what was saved, or save again to overwrite it.`,
    );
    this.stored = stored;
  }
}

/** What an administrator does with the schedule of a schema. */
export class Schedules {
  readonly #deps: {
    clock: Clock;
    schedules: ScheduleStore;
    catalog: CatalogStore;
    runs: RunStore;
    sites: Pick<SiteStore, 'sources'>;
    backups: Backups;
    minimumMinutes: number;
  };

  constructor(deps: {
    clock: Clock;
    schedules: ScheduleStore;
    catalog: CatalogStore;
    runs: RunStore;
    sites: Pick<SiteStore, 'sources'>;
    backups: Backups;
    minimumMinutes: number;
  }) {
    this.#deps = deps;
  }

  /** @throws NotFound for a schema that does not exist */
  async get(
    tenantId: TenantId,
    catalogId: CatalogId,
  ): Promise<{ schema: CatalogSchema; schedule?: Schedule }> {
    const [schema, schedule] = await Promise.all([
      this.#deps.catalog.get(tenantId, catalogId),
      this.#deps.schedules.get(tenantId, catalogId),
    ]);
    return schedule ? { schema, schedule } : { schema };
  }

  /**
   * The rule, and the next five slots after what has run already. @throws InvalidInput `cron`,
   * `timeZone`
   */
  preview(
    schedule: Schedule | undefined,
    input: { cron: string; timeZone: string },
  ): { rule: CronRule; next: Date[] } {
    const { clock, minimumMinutes } = this.#deps;
    const rule = this.#checked(input, true);
    return {
      rule,
      next: dates(
        rule,
        input.timeZone,
        nextSlotFarFrom(rule, input.timeZone, clock.now(), {
          last: schedule && lastSlotOf(schedule, { nowMs: clock.now(), minimumMinutes }),
          minimumMinutes,
        }),
      ),
    };
  }

  /** The next five slots of a stored schedule. */
  upcoming({ cron, timeZone, nextSlotAt }: Schedule): Date[] {
    return dates(parseCronRule(cron), timeZone, nextSlotAt?.getTime());
  }

  /**
   * Saves, and queues the first backup if that is wanted. The same content saved twice is saved
   * once. @throws NotFound, InvalidInput `cron`, `timeZone`, ScheduleChanged, Conflict
   * `no-connection`
   */
  async save(
    tenantId: TenantId,
    catalogId: CatalogId,
    { revision, backUpNow, ...edit }: ScheduleInput,
    by: Person,
  ): Promise<SavedSchedule> {
    const { clock, schedules, catalog, sites, minimumMinutes } = this.#deps;
    const schema = await catalog.get(tenantId, catalogId);
    this.#checked(edit, edit.on);
    if (edit.on) await assertConnected(sites, schema);
    const timeZone = readTimeZone(edit.timeZone) ?? edit.timeZone;
    let replaced: Schedule | undefined;
    const schedule = await changeSchedule(schedules, tenantId, catalogId, (before) => {
      const when = { nowMs: clock.now(), minimumMinutes };
      const after = editSchedule(before, { tenantId, catalogId }, { ...edit, timeZone, by }, when);
      replaced = before && !isSame(before, after) ? before : undefined;
      if (!before || before.revision === revision) return after;
      if (isSame(before, after)) return undefined;
      throw new ScheduleChanged(before);
    });
    if (!schedule) throw new NotFound();
    const isPaused = schema.status === 'deleted';
    const isBackedUp = edit.on && backUpNow && !isPaused;
    return {
      schedule,
      replaced,
      isPaused,
      first: isBackedUp ? await this.#backUp(schedule, by) : { state: 'not-asked' },
    };
  }

  /**
   * The slots that were dealt with, newest first, each with its run as long as that is kept.
   * @throws NotFound
   */
  async slots(tenantId: TenantId, catalogId: CatalogId, page = 1): Promise<Page<SlotLine>> {
    const { catalog, schedules, runs } = this.#deps;
    await catalog.get(tenantId, catalogId);
    const found = await schedules.slots(tenantId, catalogId, page, SLOTS_PAGE);
    // In this order: a slot that is not being fired by now has its run among those read after it.
    const firing = (await schedules.get(tenantId, catalogId))?.firing;
    const kept = await runs.find(
      tenantId,
      found.items.map((slot) => slot.runId),
    );
    const byId = new Map(kept.map((run) => [run.id, run]));
    const items = found.items.map((slot) => ({
      slot,
      run: byId.get(slot.runId),
      isFiring: slot.runId === firing?.runId,
    }));
    return { ...found, items };
  }

  /** @throws InvalidInput with a message for each field that is wrong */
  #checked({ cron, timeZone }: { cron: string; timeZone: string }, on: boolean): CronRule {
    const { clock, minimumMinutes } = this.#deps;
    const fields: Record<string, string> = readTimeZone(timeZone)
      ? {}
      : { timeZone: "This isn't a time zone. Choose one from the list, such as Europe/Berlin." };
    try {
      const rule = parseCronRule(cron);
      if (on)
        assertRareEnough(rule, fields['timeZone'] ? 'UTC' : timeZone, minimumMinutes, clock.now());
      if (!fields['timeZone']) return rule;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      Object.assign(fields, error.fields);
    }
    throw new InvalidInput(fields);
  }

  async #backUp({ tenantId, catalogId, parts }: Schedule, by: Person): Promise<FirstBackup> {
    try {
      await this.#deps.backups.request(tenantId, catalogId, by, parts);
      return { state: 'queued' };
    } catch (error) {
      if (!(error instanceof ProductError)) throw error;
      return { state: 'refused', why: error.message };
    }
  }
}

function dates(rule: CronRule, timeZone: string, first: number | undefined): Date[] {
  if (first === undefined) return [];
  const next = [first];
  for (const slot of slotsAfter(rule, timeZone, first)) if (next.push(slot) === DATES_SHOWN) break;
  return next.map((slot) => new Date(slot));
}

const isSame = (a: Schedule, b: Schedule): boolean =>
  a.on === b.on &&
  a.cron === b.cron &&
  a.timeZone === b.timeZone &&
  [...(a.parts ?? [])].sort().join() === [...(b.parts ?? [])].sort().join();

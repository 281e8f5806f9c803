import { Unavailable } from '../kernel/errors.ts';
import type { Page } from '../kernel/page.ts';
import type { Person } from '../kernel/person.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';

/** A schema's cron rule, and its state. One for each schema. */
export interface Schedule {
  tenantId: TenantId;
  catalogId: CatalogId;
  on: boolean;
  /** Five fields. */
  cron: string;
  /** Of the IANA list. */
  timeZone: string;
  /** Names of the chosen parts; undefined: the defaults, until somebody chooses. */
  parts?: string[] | undefined;
  savedBy: Person;
  savedAt: Date;
  /** Grows with every save: whoever edits an older one learns of it. */
  revision: number;
  /** The next slot; only while it is on. */
  nextSlotAt?: Date | undefined;
  /**
   * The newest slot that was handled, and the time zone of its day. No slot at or before it comes
   * again.
   */
  lastSlot?: { at: Date; timeZone: string } | undefined;
  /** A slot that was taken and whose backup is not queued yet. Whoever finds it continues it. */
  firing?: FiringSlot | undefined;
  /** Slots that were skipped, the newest first: a month of several a day. */
  skips?: Date[] | undefined;
  /** Slots that passed while there was nothing to back up. */
  waiting?: { since: Date; slots: number; why: 'schema-deleted' | 'uninstalled' } | undefined;
  /**
   * When it was computed again because what was stored lay in the future: the machine's clock had
   * been ahead. Cleared when it is edited.
   */
  healedAt?: Date | undefined;
  /** Why it is off, when nobody switched it off. */
  switchedOff?: 'connection-deleted';
  /** Grows with every write; compare-and-set on it. 0 = not stored yet. */
  version: number;
}

/** A slot whose run, or whose reason to have none, is being written. */
export interface FiringSlot {
  slotAt: Date;
  runId: RunId;
  missed: number;
}

/**
 * A due time that was handled: a run was queued, or it was skipped. Kept apart from runs, so that
 * none comes twice.
 */
export interface Slot {
  tenantId: TenantId;
  catalogId: CatalogId;
  at: Date;
  runId: RunId;
  /** Slots before this one that passed while the service was down or had to wait. */
  missed: number;
  /** Why no run was queued, in a sentence. */
  skipped?: string | undefined;
}

export interface ScheduleStore {
  get(tenantId: TenantId, catalogId: CatalogId): Promise<Schedule | undefined>;
  /** Those of these schemas that have one; of all the tenant's without a list. */
  find(tenantId: TenantId, catalogIds?: CatalogId[]): Promise<Schedule[]>;
  /**
   * Of all tenants, the longest due first: those whose next slot has come, and those with a slot
   * that was taken and not finished. One indexed query.
   */
  due(now: Date): AsyncIterable<Schedule>;
  /**
   * Of all tenants, those that had a slot or were saved after this moment; one may come twice. Two
   * indexed queries that find nothing as long as no clock is wrong.
   */
  ahead(of: Date): AsyncIterable<Schedule>;
  /**
   * Of all tenants, those that are on and that no tick looks at before this moment, perhaps because
   * they were changed in the database: those that are due later, and those that never are. Without
   * a next slot where a tick doesn't go by it. One may come twice.
   */
  astray(after: Date): AsyncIterable<Schedule>;
  /**
   * Inserts (version 0) or replaces by compare-and-set on `version`; false when somebody else was
   * first.
   */
  write(schedule: Schedule): Promise<boolean>;
  /** Inserts the slot if it is not noted yet; returns what is stored. */
  note(slot: Slot): Promise<Slot>;
  /** Newest first, pages from 1. */
  slots(
    tenantId: TenantId,
    catalogId: CatalogId,
    page: number,
    pageSize: number,
  ): Promise<Page<Slot>>;
  /** The first `most` of that list, without their number. */
  newestSlots(tenantId: TenantId, catalogId: CatalogId, most: number): Promise<Slot[]>;
  /** Forgets the schema's slots after this moment. Repeatable. */
  forgetSlots(tenantId: TenantId, catalogId: CatalogId, after: Date): Promise<void>;
  /** Forgets the schema's schedule and slots. */
  remove(tenantId: TenantId, catalogId: CatalogId): Promise<void>;
}

/** Somebody else interferes this often only if something is wrong. */
const MAX_TRIES = 50;

/**
 * Reads, changes and writes, again if somebody else wrote in between. `change` returns undefined if
 * there is nothing to do; its errors pass through. @throws Unavailable `schedule-busy`
 */
export async function changeSchedule(
  store: ScheduleStore,
  tenantId: TenantId,
  catalogId: CatalogId,
  change: (before: Schedule | undefined) => Schedule | undefined,
): Promise<Schedule | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = await store.get(tenantId, catalogId);
    const after = change(before);
    if (!after) return before;
    if (await store.write(after)) return { ...after, version: after.version + 1 };
  }
  throw new Unavailable(
    'schedule-busy',
    'This schedule keeps being changed by others. Try again in a minute.',
  );
}

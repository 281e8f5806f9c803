import { findOccupant } from '../catalog/find-occupant.ts';
import { occupySchema } from '../catalog/occupy-schema.ts';
import type { CatalogSchema, CatalogStore } from '../catalog/catalog-store.ts';
import { CLOCK_TOLERANCE_MS, type Clock } from '../kernel/time/clock.ts';
import { HOUR_MS } from '../kernel/time/durations.ts';
import { NotFound, orAbsent } from '../kernel/errors.ts';
import { letOthersRun } from '../kernel/loops/let-others-run.ts';
import type { CatalogId, RunId, SiteId, TenantId } from '../kernel/ids.ts';
import { newRunId } from '../runs/new-run-id.ts';
import { partsAtFirst } from '../backups/parts/choosable-parts.ts';
import { backupKind } from '../backups/backup-kind.ts';
import { isOfKind } from '../runs/run-kind.ts';
import type { RunStore } from '../runs/run-store.ts';
import { isOpen, type Run } from '../runs/run.ts';
import { connectedSources } from '../sites/connected-sources.ts';
import type { SiteStore } from '../sites/site.ts';
import type { TenantStore } from '../tenants/tenant.ts';
import {
  finishSlot,
  healSchedule,
  isAstray,
  latestBelieved,
  letSlotsPass,
  switchOff,
  takeSlot,
  type Reckoning,
} from './schedule-steps.ts';
import type { FiringSlot, Schedule, ScheduleStore } from './schedule.ts';

interface Deps {
  clock: Clock;
  schedules: ScheduleStore;
  catalog: CatalogStore;
  runs: RunStore;
  sites: Pick<SiteStore, 'sources'>;
  tenants: TenantStore;
  minimumMinutes: number;
}

/**
 * The outcome of the schedules that were due. One that failed stays due, and is tried again in the
 * next round.
 */
export interface Round {
  queued: number;
  skipped: number;
  waited: number;
  /** Computed again by a search: a clock had been ahead, or no tick would have looked at them. */
  healed: number;
  failed: { schedule: Schedule; error: unknown }[];
}
type Outcome = 'queued' | 'skipped' | 'waited' | 'nothing';
/** The state of a tenant: `gone` while its data is being purged. */
interface Standing {
  state: 'active' | 'uninstalled' | 'gone';
  /** The sources that are connected. */
  sites: ReadonlySet<SiteId>;
}

/** How often to check whether another machine's clock has been ahead. */
const HEAL_MS = 60_000;
/** How often to look for schedules that no tick looks at, and which a tick will see soon. */
const SEEK_MS = HOUR_MS;
const SOON_MS = 25 * HOUR_MS;
/** Schedules dealt with side by side. */
const MAX_AT_ONCE = 16;
/** Why a slot was skipped. They are stored as they are. */
const STILL_GOING = 'The previous backup was still queued or running.';
const BEING_WRITTEN = 'A restore was writing to this schema.';

/**
 * Queues the backups of slots that have come, each once, however many replicas do the same and
 * wherever one of them dies: a slot is taken by one compare-and-set on its schedule, which also
 * chooses the run's id and moves the schedule on. All that follows may be repeated by anybody.
 */
export class FireSlots {
  readonly #deps: Deps;
  /** The date minus the monotonic time, as last seen: it falls when the clock is set back. */
  #offsetMs = Infinity;
  /** When each search was last made, on the monotonic clock. */
  #healedMs = -Infinity;
  #soughtMs = -Infinity;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Ends early, between two schedules, when the signal says so. @throws Unavailable when due
   * schedules cannot be read
   */
  async round(signal?: AbortSignal): Promise<Round> {
    const round: Round = { queued: 0, skipped: 0, waited: 0, healed: 0, failed: [] };
    if (this.#mayHaveBeenAhead()) round.healed = await this.#heal();
    const standings = new Map<TenantId, Promise<Standing>>();
    const standingOf = (id: TenantId): Promise<Standing> => {
      const known = standings.get(id) ?? this.#standing(id);
      standings.set(id, known);
      return known;
    };
    const due = this.#deps.schedules.due(new Date(this.#deps.clock.now()))[Symbol.asyncIterator]();
    const work = async (): Promise<void> => {
      for (let next = await due.next(); !next.done && !signal?.aborted; next = await due.next()) {
        const schedule = next.value;
        try {
          const outcome = await this.#deal(schedule, standingOf);
          if (outcome !== 'nothing') round[outcome] += 1;
        } catch (error) {
          round.failed.push({ schedule, error });
        }
      }
    };
    try {
      await Promise.all(Array.from({ length: MAX_AT_ONCE }, work));
    } finally {
      await due.return?.();
    }
    return round;
  }

  /** At the start, now and then, and as soon as the clock was set back. */
  #mayHaveBeenAhead(): boolean {
    const { clock } = this.#deps;
    const monotonicMs = clock.monotonicMs();
    const offsetMs = clock.now() - monotonicMs;
    const wasPutBack = offsetMs < this.#offsetMs - CLOCK_TOLERANCE_MS;
    this.#offsetMs = offsetMs;
    if (!wasPutBack && monotonicMs - this.#healedMs < HEAL_MS) return false;
    this.#healedMs = monotonicMs;
    return true;
  }

  /** Repairs what a clock that was ahead left behind, with the slots that it handled. */
  async #heal(): Promise<number> {
    const { clock, schedules, minimumMinutes } = this.#deps;
    const reckoning = { nowMs: clock.now(), minimumMinutes };
    const latest = latestBelieved(reckoning);
    let healed = 0;
    for await (const schedule of schedules.ahead(latest)) {
      const { tenantId, catalogId } = schedule;
      await schedules.forgetSlots(tenantId, catalogId, latest);
      if (await schedules.write(healSchedule(schedule, reckoning))) healed += 1;
    }
    return healed + (await this.#seekAstray(reckoning));
  }

  /** Repairs schedules that would not be looked at when their next slot comes. */
  async #seekAstray(reckoning: Reckoning): Promise<number> {
    const { clock, schedules } = this.#deps;
    if (clock.monotonicMs() - this.#soughtMs < SEEK_MS) return 0;
    this.#soughtMs = clock.monotonicMs();
    let healed = 0;
    for await (const schedule of schedules.astray(new Date(reckoning.nowMs + SOON_MS))) {
      await letOthersRun();
      if (!isAstray(schedule, reckoning)) continue;
      if (await schedules.write(healSchedule(schedule, reckoning))) healed += 1;
    }
    return healed;
  }

  async #deal(
    schedule: Schedule,
    standingOf: (id: TenantId) => Promise<Standing>,
  ): Promise<Outcome> {
    if (schedule.firing) return this.#finish(schedule, schedule.firing);
    if (schedule.on && !schedule.nextSlotAt) return this.#compute(schedule);
    const { clock, schedules, catalog, minimumMinutes } = this.#deps;
    const { tenantId, catalogId } = schedule;
    const standing = await standingOf(tenantId);
    const schema = await orAbsent(catalog.get(tenantId, catalogId));
    if (lacksConnection(standing, schema)) {
      await schedules.write(switchOff(schedule, 'connection-deleted'));
      return 'nothing';
    }
    if (!schema) {
      await schedules.remove(tenantId, catalogId);
      return 'nothing';
    }
    const why = reasonToWait(standing, schema);
    const next = why
      ? letSlotsPass(schedule, why, clock.now(), minimumMinutes)
      : takeSlot(schedule, newRunId(), clock.now(), minimumMinutes);
    // Another replica has it, or it was edited.
    if (!next || !(await schedules.write(next))) return 'nothing';
    if (!next.firing) return 'waited';
    return this.#finish({ ...next, version: next.version + 1 }, next.firing);
  }

  /** What was changed in the database, so that it has no next slot, has one again. */
  async #compute(schedule: Schedule): Promise<Outcome> {
    const { clock, schedules, minimumMinutes } = this.#deps;
    await schedules.write(healSchedule(schedule, { nowMs: clock.now(), minimumMinutes }));
    return 'nothing';
  }

  /**
   * Turns a taken slot into a run, or notes why there is none. Whoever notes the slot first
   * decides; repeating it changes nothing.
   */
  async #finish(schedule: Schedule, { slotAt, runId, missed }: FiringSlot): Promise<Outcome> {
    const { schedules, catalog, runs } = this.#deps;
    const { tenantId, catalogId } = schedule;
    try {
      const ours = await occupySchema({ catalog, runs }, tenantId, catalogId, runId);
      const slot = await schedules.note({
        tenantId,
        catalogId,
        at: slotAt,
        runId,
        missed,
        skipped: ours ? undefined : await this.#whySkipped(tenantId, catalogId),
      });
      const run = slot.skipped === undefined ? await this.#queue(schedule, runId) : undefined;
      if (!run || !isOpen(run)) await catalog.vacate(tenantId, catalogId, runId);
      // Edited meanwhile: the next round comes here again.
      await schedules.write(finishSlot(schedule, slot));
      return slot.skipped === undefined ? 'queued' : 'skipped';
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      await schedules.remove(tenantId, catalogId); // the schema was removed for good meanwhile
      return 'nothing';
    }
  }

  /** @throws NotFound */
  async #whySkipped(tenantId: TenantId, catalogId: CatalogId): Promise<string> {
    const occupant = await findOccupant(this.#deps, tenantId, catalogId);
    const isBackup = !occupant || isOfKind(occupant, backupKind);
    return isBackup ? STILL_GOING : BEING_WRITTEN;
  }

  /** Undefined when the run was removed since. */
  #queue({ tenantId, catalogId, savedBy, parts }: Schedule, id: RunId): Promise<Run | undefined> {
    const run = this.#deps.runs.enqueue({
      id,
      tenantId,
      kind: backupKind,
      input: { parts: parts ?? partsAtFirst() },
      catalogId,
      trigger: 'scheduled',
      requestedBy: { ...savedBy, name: `Schedule (${savedBy.name})` },
    });
    return orAbsent<Run>(run);
  }

  async #standing(id: TenantId): Promise<Standing> {
    const tenant = await this.#deps.tenants.byId(id);
    const connected = await connectedSources(this.#deps.sites, id);
    return {
      state: tenant && tenant.state !== 'purging' ? tenant.state : 'gone',
      sites: new Set(connected.map((site) => site.id)),
    };
  }
}

/** Schedules of a tenant that may come back just wait. */
function lacksConnection({ state, sites }: Standing, schema: CatalogSchema | undefined): boolean {
  if (state !== 'active') return state === 'gone';
  return schema ? !sites.has(schema.siteId) : sites.size === 0;
}

/** Why a due slot passes without a run. */
function reasonToWait(
  { state }: Standing,
  schema: CatalogSchema,
): NonNullable<Schedule['waiting']>['why'] | undefined {
  if (state === 'uninstalled') return 'uninstalled';
  return schema.status === 'deleted' ? 'schema-deleted' : undefined;
}

import type { RunHandler } from '../core/runs/run-handler.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { Log } from '../core/kernel/log.ts';
import type { Round } from '../core/kernel/loops/work-through.ts';
import { ApplyRetention } from '../core/use-cases/upkeep/apply-retention.ts';
import type { DatabaseWatch } from '../core/use-cases/upkeep/database-watch.ts';
import { checkStoredPacks } from '../core/use-cases/upkeep/check-stored-packs.ts';
import { HealRuns } from '../core/use-cases/upkeep/heal-runs.ts';
import { ListAttached } from '../core/use-cases/upkeep/list-attached.ts';
import { LookForMissing } from '../core/use-cases/upkeep/look-for-missing.ts';
import type { HostInstallations } from '../core/use-cases/installations/host-installations.ts';
import type { Agents } from '../core/use-cases/agents/agents.ts';
import type { Retention } from '../core/use-cases/retention/retention.ts';
import type { MeasureStorages } from '../core/use-cases/storages/measure-storages.ts';
import { redoDeletions } from '../core/use-cases/upkeep/redo-deletions.ts';
import {
  PurgeUninstalled,
  type PurgedStorage,
} from '../core/use-cases/upkeep/purge-uninstalled.ts';
import { Housekeeping, type Duty } from '../jobs/housekeeping.ts';
import type { Stores } from './storage/compose-stores.ts';
import { rotateKeys } from './storage/rotate-keys.ts';
import { DAY_MS } from '../core/kernel/time/durations.ts';

const ROUND_MS = 15_000;
/** A small write, often enough for people with an open page. */
const WATCH_MS = 5_000;

export interface UpkeepParts {
  stores: Stores;
  /** Absent if no host is allowed that could report them. */
  hosted: HostInstallations | undefined;
  retention: Retention;
  figures: MeasureStorages;
  agents: Agents;
  handlers: RunHandler[];
  clock: Clock;
  log: Log;
  graceDays: number;
}

async function compareEpochs({ epochs }: Stores, log: Log): Promise<Round> {
  for (const mismatch of await epochs.compare())
    log.warn(
      mismatch,
      "The service database and its storage don't match: the older one was restored from a copy.",
    );
  return { done: 0, failed: [] };
}

/**
 * Upkeep of the databases that tenants bring, apart from the rest, so that one that does not answer
 * holds up nothing else.
 */
export function composeOwnUpkeep({ stores, figures, clock, log }: UpkeepParts): Housekeeping {
  const { own } = stores;
  const noting = { ...stores, clock };
  const attached = new ListAttached({ ...stores, clock, store: own.store });
  return new Housekeeping({
    clock,
    log,
    everyMs: ROUND_MS,
    duties: [
      { name: 'look at the databases of tenants', run: () => own.storages.round() },
      { name: 'list backups of attached storages', run: () => attached.round() },
      { name: 'measure what tenants store', run: () => figures.round() },
      {
        name: 'read packs in the databases of tenants back',
        run: (signal) => checkStoredPacks({ ...noting, check: own.packCheck }, signal),
      },
    ],
  });
}

/** Looks into every storage, apart from the rest, because some of them may be slow to answer. */
export function composeStorageUpkeep({ stores, clock, log }: UpkeepParts): Housekeeping {
  const missing = new LookForMissing({ ...stores, clock });
  return new Housekeeping({
    clock,
    log,
    everyMs: ROUND_MS,
    duties: [{ name: 'look for missing data of backups', run: () => missing.round() }],
  });
}

/** Upkeep of tenants' key services, apart from all else, because they may be slow to answer. */
export function composeKeyUpkeep({ stores, clock, log }: UpkeepParts): Housekeeping {
  const { keyServices } = stores;
  return new Housekeeping({
    clock,
    log,
    everyMs: ROUND_MS,
    duties: [{ name: 'ask the key services of tenants', run: () => keyServices.round() }],
  });
}

/** Checks whether the databases accept writes, apart from everything that needs them to. */
export function composeDatabaseUpkeep(
  watch: DatabaseWatch,
  { clock, log }: Pick<UpkeepParts, 'clock' | 'log'>,
): Housekeeping {
  return new Housekeeping({
    clock,
    log,
    everyMs: WATCH_MS,
    duties: [{ name: 'see whether the database takes writes', run: () => watch.round() }],
  });
}

const hostDuties = (hosted: HostInstallations): Duty[] => [
  {
    name: 'count installations that nothing is heard of as uninstalled',
    run: () => hosted.noteSilence(),
  },
  { name: 'settle installations that have left', run: () => hosted.settleLeft() },
];

/** Upkeep done every quarter of a minute. */
export function composeUpkeep(parts: UpkeepParts): Housekeeping {
  const { stores, hosted, retention, agents, handlers, clock, log, graceDays } = parts;
  const { backups, catalog, runs, keys, tenants, storages, packCheck: check } = stores;
  const noting = { clock, backups, runs, catalog, storages };
  const tellReset = (what: string) =>
    log.warn(
      { what },
      'Data that was changed in the database would have held work up forever. It was reset.',
    );
  const heal = new HealRuns({ backups, catalog, runs, handlers, tellReset });
  const applying = new ApplyRetention({ clock, backups, catalog, retention });
  const graceMs = graceDays * DAY_MS;
  const tell = ({ tenantId: tenant, storageId: storage, ...deleted }: PurgedStorage) =>
    log.info(
      { tenant, storage, ...deleted },
      'What an uninstalled site had stored in this storage was deleted.',
    );
  const purge = new PurgeUninstalled({ clock, tenants, keys, storages, graceMs, tell });
  return new Housekeeping({
    clock,
    log,
    everyMs: ROUND_MS,
    duties: [
      {
        name: 'recalculate grace periods where the clock was ahead',
        run: async () => ({ done: await tenants.healTimes(new Date(clock.now())), failed: [] }),
      },
      ...(hosted ? hostDuties(hosted) : []),
      { name: 'delete the data of uninstalled sites', run: () => purge.round() },
      { name: 'settle abandoned runs', run: () => heal.round() },
      { name: 'carry retention out and empty bins', run: () => applying.round() },
      {
        name: 'finish interrupted deletions',
        run: () => redoDeletions({ clock, backups, runs }),
      },
      { name: 'seal data keys with the active key', run: () => rotateKeys(keys.rotation, log) },
      { name: 'compare the storage with the service', run: () => compareEpochs(stores, log) },
      {
        name: 'verify stored packs',
        run: (signal) => checkStoredPacks({ ...noting, check }, signal),
      },
      { name: 'forget what calls of agents left behind', run: () => agents.sweep() },
    ],
  });
}

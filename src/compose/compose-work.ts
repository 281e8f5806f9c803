import type { Connection } from 'mongoose';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { Log } from '../core/kernel/log.ts';
import type { RunHandler } from '../core/runs/run-handler.ts';
import type { FireSlots } from '../core/schedules/fire-slots.ts';
import type { DatabaseWatch } from '../core/use-cases/upkeep/database-watch.ts';
import type { HostInstallations } from '../core/use-cases/installations/host-installations.ts';
import type { Agents } from '../core/use-cases/agents/agents.ts';
import type { Retention } from '../core/use-cases/retention/retention.ts';
import type { MeasureStorages } from '../core/use-cases/storages/measure-storages.ts';
import type { Housekeeping } from '../jobs/housekeeping.ts';
import { ScheduleTicker } from '../jobs/schedule-ticker.ts';
import { Worker } from '../jobs/worker.ts';
import { MongoRunQueue } from '../storage/queue/mongo-run-queue.ts';
import type { Stores } from './storage/compose-stores.ts';
import {
  composeDatabaseUpkeep,
  composeKeyUpkeep,
  composeOwnUpkeep,
  composeStorageUpkeep,
  composeUpkeep,
} from './compose-upkeep.ts';

const HEARTBEAT_MS = 2_000;
const MARGIN_MS = 5_000;

interface WorkSettings {
  leaseMs: number;
  /** Runs worked side by side. */
  workers: number;
  patienceMs: number;
  graceDays: number;
}

export interface WorkParts {
  service: Connection;
  stores: Stores;
  /** Absent if no host is allowed that could report them. */
  hosted: HostInstallations | undefined;
  retention: Retention;
  figures: MeasureStorages;
  agents: Agents;
  watch: DatabaseWatch;
  handlers: RunHandler[];
  slots: FireSlots;
  settings: WorkSettings;
  clock: Clock;
  log: Log;
}

export interface Work {
  start(): void;
  /** No new work; runs in progress are given back. */
  stop(): Promise<void>;
}

/** What continues without anybody asking: runs, the tick of schedules, housekeeping. */
export function composeWork(parts: WorkParts): Work {
  const { slots, clock, log } = parts;
  const worker = composeWorker(parts);
  const ticker = new ScheduleTicker({ slots, clock, log });
  const { graceDays } = parts.settings;
  const housekeeping: Housekeeping = composeUpkeep({ ...parts, graceDays });
  const ownUpkeep = composeOwnUpkeep({ ...parts, graceDays });
  const storageUpkeep = composeStorageUpkeep({ ...parts, graceDays });
  const keyUpkeep = composeKeyUpkeep({ ...parts, graceDays });
  const databaseUpkeep = composeDatabaseUpkeep(parts.watch, parts);
  const upkeep = [housekeeping, ownUpkeep, storageUpkeep, keyUpkeep, databaseUpkeep];
  const all = [worker, ticker, ...upkeep];
  return {
    start: () => all.forEach((each) => each.start()),
    stop: async () => {
      await Promise.all(all.map((each) => each.stop()));
    },
  };
}

function composeWorker({ service, stores, handlers, settings, clock, log }: WorkParts): Worker {
  const { leaseMs, patienceMs, workers } = settings;
  const queue = new MongoRunQueue(service, stores.runCodec, clock, {
    leaseMs,
    heartbeatMs: Math.min(HEARTBEAT_MS, leaseMs / 5),
    marginMs: Math.min(MARGIN_MS, leaseMs / 4),
    share: Math.max(1, Math.ceil(workers / 2)),
  });
  const { bell } = stores;
  return new Worker({ queue, handlers, bell, clock, log, width: workers, patienceMs });
}

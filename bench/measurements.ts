import { browser } from './browser.ts';
import { cpuFloor } from './cpu-floor.ts';
import { doors } from './doors.ts';
import { memory } from './memory.ts';
import { dataCenter } from './data-center.ts';
import type { Measurement } from './measurement.ts';
import { page } from './page.ts';
import { parts } from './parts.ts';
import { partsMemory } from './parts-memory.ts';
import { rateLimit } from './rate-limit.ts';
import { restore } from './restore.ts';
import { restoreMemory } from './restore-memory.ts';
import { schedules } from './schedules.ts';
import { storages } from './storages.ts';
import { secondBackup } from './second-backup.ts';

/** By the name that the command line gives them. */
export const MEASUREMENTS: Record<string, Measurement> = {
  'cpu-floor': cpuFloor,
  'rate-limit': rateLimit,
  memory,
  'second-backup': secondBackup,
  page,
  doors,
  browser,
  schedules,
  restore,
  'restore-memory': restoreMemory,
  storages,
  parts,
  'parts-memory': partsMemory,
  'data-center': dataCenter,
};

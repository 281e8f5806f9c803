import { browser } from './pages/browser.ts';
import { cpuFloor } from './backups/cpu-floor.ts';
import { doors } from './pages/doors.ts';
import { memory } from './backups/memory.ts';
import { dataCenter } from './backups/data-center.ts';
import type { Measurement } from './support/measurement.ts';
import { page } from './pages/page.ts';
import { parts } from './backups/parts.ts';
import { partsMemory } from './backups/parts-memory.ts';
import { rateLimit } from './backups/rate-limit.ts';
import { restore } from './restores/restore.ts';
import { restoreMemory } from './restores/restore-memory.ts';
import { schedules } from './schedules.ts';
import { storages } from './backups/storages.ts';
import { secondBackup } from './backups/second-backup.ts';

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

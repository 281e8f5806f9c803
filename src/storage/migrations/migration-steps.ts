import type { Connection } from 'mongoose';
import type { SecretBox } from '../sealing/secret-box.ts';
import type { MigrationStep } from './migrate-database.ts';
import { moveBackups } from './move-backups.ts';
import { moveSites } from './move-sites.ts';

/**
 * All steps, in the order in which they were released. A new one goes to the end; none is ever
 * taken out or moved: their number is the layout.
 */
export const migrationSteps = (database: Connection, secrets: SecretBox): MigrationStep[] => [
  { name: 'backups out of runs', run: () => moveBackups(database) },
  { name: 'sites out of connections and targets', run: () => moveSites(database, secrets) },
];

import type { BackupPart } from '../../storages/records/backup-part.ts';
import { OBJECTS_PART } from './objects/objects-part.ts';
import { PEOPLE_PART } from './people/people-part.ts';
import { STRUCTURE_PART } from './structure/structure-part.ts';

/** The parts that backups of version 1 have, whose header counts all kinds together. */
const FIRST_PARTS = [STRUCTURE_PART, PEOPLE_PART, OBJECTS_PART];

/** The parts of a backup of version 1. */
export function partsOfCounts(counts: Record<string, number>): BackupPart[] {
  return FIRST_PARTS.map(({ name, kinds }) => ({
    name,
    status: 'complete',
    counts: Object.fromEntries(kinds.map(({ kind }) => [kind, counts[kind] ?? 0])),
  }));
}

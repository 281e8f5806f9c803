import type { HeldPart } from '../held-part.ts';
import type { PartDefinition } from '../reading/part-definition.ts';
import { BACKUP_PARTS } from './backup-parts.ts';

/**
 * The parts that are read once the backup is complete, in reading order: those that every backup
 * has, and those that were `chosen`.
 */
export const queuedParts = (
  chosen: readonly string[],
  definitions: readonly PartDefinition[] = BACKUP_PARTS,
): HeldPart[] =>
  definitions
    .filter(({ name, background }) => background && (!background.choice || chosen.includes(name)))
    .map(({ name }) => ({ name, status: 'queued', counts: {} }));

import type { PartChoice } from '../background-part.ts';
import type { PartDefinition } from '../part-definition.ts';
import { BACKUP_PARTS } from './backup-parts.ts';

/** A part that an administrator may choose for a backup or a schedule. */
export interface ChoosablePart extends PartChoice {
  name: string;
}

/** In the order in which they are read. */
export const choosableParts = (
  definitions: readonly PartDefinition[] = BACKUP_PARTS,
): ChoosablePart[] =>
  definitions.flatMap(({ name, background }) =>
    background?.choice ? [{ name, ...background.choice }] : [],
  );

/** The names of those that a backup has as long as nobody has decided. */
export const partsAtFirst = (definitions?: readonly PartDefinition[]): string[] =>
  choosableParts(definitions)
    .filter(({ isOnAtFirst }) => isOnAtFirst)
    .map(({ name }) => name);

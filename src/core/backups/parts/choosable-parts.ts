import type { PartChoice } from '../reading/background-part.ts';
import type { HeldPart } from '../held-part.ts';
import type { PartDefinition } from '../reading/part-definition.ts';
import { BACKUP_PARTS } from './backup-parts.ts';

/** What an administrator may choose for a backup or a schedule: most often a part. */
export interface ChoosablePart extends PartChoice {
  name: string;
  /** Why it can't be chosen: the site didn't give it a short while ago. */
  unavailable?: string | undefined;
  /** What its last reading took, of this schema. */
  lastCost?: HeldPart['cost'];
}

/**
 * No part, and chosen as they are: whether a schema without objects is backed up for its structure.
 */
export const STRUCTURE_OF_EMPTY: ChoosablePart = {
  name: 'structure-of-empty',
  label: 'Structure of an empty schema',
  help: 'When the schema has no objects, its object types, attributes and settings are backed up. When off, the backup of an empty schema fails.',
  isOnAtFirst: false,
};

/** In the order in which they are read; last, what is chosen beside them. */
export const choosableParts = (
  definitions: readonly PartDefinition[] = BACKUP_PARTS,
): ChoosablePart[] => [
  ...definitions.flatMap(({ name, background }) =>
    background?.choice ? [{ name, ...background.choice }] : [],
  ),
  STRUCTURE_OF_EMPTY,
];

/** The names of those that a backup has as long as nobody has decided. */
export const partsAtFirst = (definitions?: readonly PartDefinition[]): string[] =>
  choosableParts(definitions)
    .filter(({ isOnAtFirst }) => isOnAtFirst)
    .map(({ name }) => name);

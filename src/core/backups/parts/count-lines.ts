import type { HeldPart } from '../held-part.ts';
import type { PartDefinition } from '../reading/part-definition.ts';
import { BACKUP_PARTS } from './backup-parts.ts';

export interface CountLine {
  title: string;
  count: number;
}

/**
 * How many records a backup has of each kind of its parts, in the order in which they are shown.
 * Kinds that this version does not know come last, by their own name.
 */
export function countLines(
  parts: readonly HeldPart[],
  definitions: readonly PartDefinition[] = BACKUP_PARTS,
): CountLine[] {
  const counts = new Map(parts.flatMap((part) => Object.entries(part.counts)));
  const held = definitions.filter(({ name }) =>
    parts.some((part) => part.name === name && Object.keys(part.counts).length > 0),
  );
  const kinds = held.toSorted((a, b) => a.showAt - b.showAt).flatMap((part) => part.kinds);
  const known = new Set(kinds.map(({ kind }) => kind));
  const lines = kinds.flatMap(({ kind, title, isRare = false }) => {
    const count = counts.get(kind) ?? 0;
    return title === undefined || (isRare && count === 0) ? [] : [{ title, count }];
  });
  const others = [...counts].filter(([kind]) => !known.has(kind));
  return [...lines, ...others.map(([kind, count]) => ({ title: kind, count }))];
}

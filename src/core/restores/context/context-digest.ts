import { createHash } from 'node:crypto';
import { asJson, canonicalJson } from '../../kernel/json-value.ts';
import type { RestoreDestination } from './restore-destination.ts';
import type { RestoreMatches } from './restore-matches.ts';

type Resolved = Omit<RestoreMatches, 'structure' | 'objects'>;

/**
 * A digest of everything on the destination that a plan leans on, before choices: equal for an
 * equal destination.
 */
export function contextDigest(
  { occupied, structure, census }: RestoreDestination,
  { names, unresolved, toMake, referenceTypes, outsideTypes }: Resolved,
): string {
  const hash = createHash('sha256');
  const named = Object.entries(names).map(([kind, map]) => [kind, [...map].sort(byText)]);
  hash.update(
    canonicalJson(
      asJson({
        taken: occupied,
        statuses: toMake.statuses.map(({ id }) => id),
        references: [...referenceTypes],
        outsideTypes: [...outsideTypes],
        unresolved: unresolved.map(({ kind, id }) => `${kind} ${id}`).sort(),
        there: structure ?? null,
        named,
      }),
    ),
  );
  for (const [type, seen] of [...census].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(type);
    hash.update(Buffer.from(seen.ids.slice().buffer));
    hash.update(Buffer.from(seen.updates.slice().buffer));
  }
  return hash.digest('hex');
}

function byText(a: [string, string], b: [string, string]): number {
  return String(a) < String(b) ? -1 : 1;
}

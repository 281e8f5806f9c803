import type { Status } from '../../assets/model/status.ts';
import type { Usage } from '../objects/scan-objects.ts';
import { matchNamed } from './match-named.ts';
import type { Resolution } from './resolution.ts';
import { unresolved } from './unresolved.ts';

/** The statuses of the destination, as far as a schema sees them. */
export interface StatusesThere {
  statuses: readonly Status[];
  /** Undefined: the schema does not exist yet. */
  schemaId?: string | undefined;
}

/**
 * Finds statuses by name, those of the same category first: the schema's own and those that values
 * name. `make`: those of the backup that the destination lacks.
 */
export function resolveStatuses(
  inBackup: readonly Status[],
  uses: Usage['statuses'],
  there: StatusesThere,
): Resolution & { make: Status[] } {
  const resolution: Resolution & { make: Status[] } = { found: new Map(), missing: [], make: [] };
  for (const status of inBackup) {
    if (status.schemaId === undefined && !uses.has(status.id)) continue;
    const match = matchNamed(status, there.statuses, there.schemaId);
    if (match) resolution.found.set(status.id, match.id);
    else resolution.make.push(status);
  }
  const known = new Set(inBackup.map(({ id }) => id));
  const options = there.statuses.map(({ id, name }) => ({ id, name }));
  for (const [id, { name, count }] of uses) {
    if (known.has(id)) continue;
    const match = there.statuses.find((status) => status.name === name);
    if (match) resolution.found.set(id, match.id);
    else
      resolution.missing.push(
        unresolved({
          kind: 'status',
          id,
          name: name || id,
          uses: count,
          why: 'The backup does not hold this status, and the destination has none of its name.',
          mappable: true,
          options,
        }),
      );
  }
  return resolution;
}

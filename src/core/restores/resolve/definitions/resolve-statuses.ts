import type { Status } from '../../../assets/model/definitions/status.ts';
import type { Usage } from '../../objects/scan-objects.ts';
import { matchDefinition, type SchemaThere } from './match-named.ts';
import type { Resolution } from '../resolution.ts';
import { unresolved } from '../unresolved.ts';

/** The statuses of the destination, as far as a schema sees them. */
export interface StatusesThere extends SchemaThere {
  statuses: readonly Status[];
}

/** A status that stands for one of the backup but has another category. */
export interface OtherCategory {
  name: string;
  inBackup: number;
  there: number;
}

interface StatusResolution extends Resolution {
  /** Statuses of the backup that the destination lacks. */
  make: Status[];
  otherCategories: OtherCategory[];
}

/**
 * Finds the statuses of a backup: the schema's own and those that values or definitions name.
 */
export function resolveStatuses(
  inBackup: readonly Status[],
  uses: Usage['statuses'],
  there: StatusesThere,
): StatusResolution {
  const resolution: StatusResolution = {
    found: new Map(),
    missing: [],
    make: [],
    otherCategories: [],
  };
  for (const status of inBackup)
    if (status.schemaId !== undefined || uses.has(status.id))
      resolveKnown(status, there, resolution);
  const known = new Set(inBackup.map(({ id }) => id));
  const options = there.statuses.map(({ id, name }) => ({ id, name }));
  for (const [id, { name, count }] of uses) {
    if (known.has(id)) continue;
    const match = matchDefinition({ id, name }, there.statuses, there);
    if (match) resolution.found.set(id, match.id);
    else
      resolution.missing.push(
        unresolved({
          kind: 'status',
          id,
          name: name || id,
          uses: count,
          why: "This status isn't in the backup, and no status on the destination has its name.",
          mappable: true,
          options,
        }),
      );
  }
  return resolution;
}

/** A status that the backup holds. */
function resolveKnown(status: Status, there: StatusesThere, resolution: StatusResolution): void {
  const { id, name, category } = status;
  const match = matchDefinition(status, there.statuses, there);
  if (!match) {
    resolution.make.push(status);
    return;
  }
  resolution.found.set(id, match.id);
  if (category !== match.category)
    resolution.otherCategories.push({ name, inBackup: category, there: match.category });
}

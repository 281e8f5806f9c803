import type { ReferenceType } from '../../assets/model/reference-type.ts';
import type { Status } from '../../assets/model/status.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { Usage } from '../objects/scan-objects.ts';
import type { Unresolved } from './unresolved.ts';
import { matchNamed } from './match-named.ts';
import type { SchemaStructure, StructureType } from '../../compare/schema-structure.ts';
import { unresolved, type FoundNames } from './resolved-names.ts';

/** What the destination lacks and the run makes, in the schema that it writes to. */
export interface ToMake {
  statuses: Status[];
  referenceTypes: ReferenceType[];
}
type There = Pick<SchemaStructure, 'statuses' | 'referenceTypes'> & { schemaId?: string };

/** Statuses by name, those of the same category first; the schema's own and those that values name. What is missing is made. */
export function resolveStatuses(
  source: SchemaStructure,
  usage: Usage,
  there: There,
  names: FoundNames,
): { make: Status[]; missing: Unresolved[] } {
  const make: Status[] = [];
  const missing: Unresolved[] = [];
  for (const status of source.statuses.filter(
    ({ id, schemaId }) => schemaId !== undefined || usage.statuses.has(id),
  )) {
    const found = matchNamed(status, there.statuses, there.schemaId);
    if (found) names.status.set(status.id, found.id);
    else make.push(status);
  }
  const options = there.statuses.map((status) => ({ id: status.id, name: status.name }));
  for (const [id, { name, count }] of usage.statuses) {
    if (source.statuses.some((status) => status.id === id)) continue;
    const found = there.statuses.find((status) => status.name === name);
    if (found) names.status.set(id, found.id);
    else
      missing.push(
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
  return { make, missing };
}

/** Reference types by name: the schema's own and those that attributes use. The backup's id → the id there. */
export function resolveReferenceTypes(
  source: SchemaStructure,
  there: There,
): { found: Map<string, string>; make: ReferenceType[] } {
  const used = new Set(source.attributes.map(({ referenceTypeId }) => referenceTypeId));
  const found = new Map<string, string>();
  const make: ReferenceType[] = [];
  for (const type of source.referenceTypes.filter(
    ({ id, schemaId }) => schemaId !== undefined || used.has(id),
  )) {
    const fit = matchNamed(type, there.referenceTypes, there.schemaId);
    if (fit) found.set(type.id, fit.id);
    else make.push(type);
  }
  return { found, make };
}

/** Icons of the types that are made: on the same site by id, else by name, else a fall-back, which is listed. `fallback` is undefined where the site lists no icon. */
export async function resolveIcons(
  types: StructureType[],
  target: AssetsDestination,
  sameSite: boolean,
  names: FoundNames,
  signal?: AbortSignal,
): Promise<{ fallback: string | undefined; missing: Unresolved[] }> {
  const icons = await target.icons(signal);
  const fallback = icons.find((icon) => /^(object|default)$/i.test(icon.name)) ?? icons[0];
  const options = icons.map(({ id, name }) => ({ id, name }));
  const missing = new Map<string, Unresolved>();
  for (const { iconId, iconName } of types) {
    const found =
      (sameSite && iconId ? { id: iconId } : undefined) ??
      icons.find((icon) => icon.name === iconName) ??
      icons.find((icon) => icon.name.toLowerCase() === iconName.toLowerCase());
    if (found) {
      names.icon.set(iconId, found.id);
      continue;
    }
    const known = missing.get(iconId);
    if (known) known.uses += 1;
    else
      missing.set(
        iconId,
        unresolved({
          kind: 'icon',
          id: iconId,
          name: iconName || iconId,
          uses: 1,
          why: `The destination has no icon of this name${fallback ? `; it gets "${fallback.name}"` : ''}.`,
          options,
        }),
      );
  }
  return { fallback: fallback?.id, missing: [...missing.values()] };
}

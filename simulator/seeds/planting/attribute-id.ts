import { requireValue } from '../../kernel/require-value.ts';
import type { Site } from '../../site/site.ts';

interface Named {
  id: number;
  name: string;
}

function idOf(items: Iterable<Named>, name: string): number {
  return requireValue(
    [...items].find((item) => item.name === name),
    name,
  ).id;
}

/** The type's own or inherited attribute of that name. @throws Error when there is none */
export const attributeId = (site: Site, typeId: number, name: string): number =>
  idOf(site.attributesOf(typeId), name);

/** @throws Error when there is none */
export const statusId = (site: Site, name: string): number => idOf(site.statuses.values(), name);

/** @throws Error when there is none */
export const referenceId = (site: Site, name: string): number =>
  idOf(site.referenceTypes.values(), name);

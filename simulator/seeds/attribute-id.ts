import type { Site } from '../site/site.ts';

export const statusId = (site: Site, name: string): number =>
  [...site.statuses.values()].find((status) => status.name === name)!.id;
export const referenceId = (site: Site, name: string): number =>
  [...site.referenceTypes.values()].find((type) => type.name === name)!.id;
/** The type's own or inherited attribute of that name. */
export const attributeId = (site: Site, typeId: number, name: string): number =>
  site.attributesOf(typeId).find((attribute) => attribute.name === name)!.id;

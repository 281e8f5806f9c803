import type { SimType } from '../../../../simulator/site/records/model.ts';
import type { Site } from '../../../../simulator/site/site.ts';

/**
 * Two unique attributes that nobody fills in: the type has no room for a third one, and nothing
 * tells its objects apart.
 */
export function fillUniqueAttributes(site: Site, ...types: string[]): void {
  for (const type of types)
    for (const name of ['First number', 'Second number'])
      site.addAttribute(typeNamed(site, type).id, name, { unique: true });
}

/** The object type of this name. */
export function typeNamed(site: Site, name: string): SimType {
  return [...site.types.values()].find((type) => type.name === name)!;
}

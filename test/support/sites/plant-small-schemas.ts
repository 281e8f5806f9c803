import { attributeId } from '../../../simulator/seeds/planting/attribute-id.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';

/** Adds schemas with one type and a few objects to a pretend site. */
export function plantSmallSchemas({ world: { site } }: Simulator, names: string[]): void {
  names.forEach((name, at) => {
    const type = site.addType(site.addSchema(name, `SMALL${at}`).id, 'Thing');
    for (let object = 1; object <= 3; object += 1)
      site.addObject(type.id, { [attributeId(site, type.id, 'Name')]: [`Thing ${object}`] });
  });
}

import type { Random } from '../../kernel/random.ts';
import type { SimObject, SimType, Value } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import { attributeId, statusId } from './attribute-id.ts';

/** Adds objects by names. */
export class Planter {
  readonly site: Site;
  readonly random: Random;
  constructor(site: Site, random: Random) {
    this.site = site;
    this.random = random;
  }

  /** Adds an object by attribute names. */
  add(type: SimType, values: Record<string, Value | Value[] | undefined>): SimObject {
    const byId: Record<number, Value[]> = {};
    for (const [name, value] of Object.entries(values))
      if (value !== undefined)
        byId[attributeId(this.site, type.id, name)] = Array.isArray(value) ? value : [value];
    return this.site.addObject(type.id, byId);
  }

  status = (name: string): Value => ({ status: statusId(this.site, name) });
  ref = (objects: SimObject[]): Value => ({ ref: this.random.pick(objects).id });
  day = (): string =>
    new Date(Date.parse('2019-01-01') + this.random.below(2400) * 86_400_000)
      .toISOString()
      .slice(0, 10);
}

import type { Random } from '../kernel/random.ts';
import type { Site } from '../site/site.ts';
import type { Settings } from './settings.ts';

/**
 * Objects that change, appear and vanish while they are read: one every so many searches, always
 * the same ones for a seed. The last object of a type stays, so that no schema gets empty.
 */
export class Churn {
  readonly #site: Site;
  readonly #settings: Settings;
  readonly #random: Random;
  #searches = 0;

  constructor(site: Site, settings: Settings, random: Random) {
    this.#site = site;
    this.#settings = settings;
    this.#random = random;
  }

  tick(): void {
    const { churnEvery } = this.#settings;
    if (churnEvery === 0) return;
    this.#searches += 1;
    if (this.#searches % churnEvery === 0) this.#changeOne(this.#site);
  }

  #changeOne(site: Site): void {
    const types = [...site.types.values()].filter(
      (type) => site.objects.idsOfType(type.id).length > 0,
    );
    const type = this.#random.pick(types);
    const ids = site.objects.idsOfType(type.id);
    const object = site.objects.require(this.#random.pick(ids));
    const label = site.labelAttributeOf(type.id);
    const what = this.#random.below(3);
    if (what === 0) site.updateObject(object, { [label.id]: [`Changed ${this.#searches}`] });
    else if (what === 1)
      site.addObject(
        type.id,
        { ...object.values, [label.id]: [`Appeared ${this.#searches}`] },
        site.now(),
      );
    else if (ids.length > 1) site.objects.remove(object.id, site.now());
  }
}

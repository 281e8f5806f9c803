import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Objects that change, appear and vanish while they are read: one every so many searches, always the same ones for a seed. */
export class Churn {
  readonly #world: World;
  readonly #random: Random;
  #searches = 0;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  tick(): void {
    const { settings, site } = this.#world;
    if (settings.churnEvery === 0) return;
    this.#searches += 1;
    if (this.#searches % settings.churnEvery !== 0) return;
    const types = [...site.types.values()].filter(
      (type) => site.objects.idsOfType(type.id).length > 0,
    );
    const type = this.#random.pick(types);
    const ids = site.objects.idsOfType(type.id);
    const object = site.objects.get(this.#random.pick(ids))!;
    const label = site.attributesOf(type.id).find((attribute) => attribute.label)!;
    const what = this.#random.below(3);
    if (what === 0) site.updateObject(object, { [label.id]: [`Changed ${this.#searches}`] });
    else if (what === 1)
      site.addObject(
        type.id,
        { ...object.values, [label.id]: [`Appeared ${this.#searches}`] },
        site.now(),
      );
    else site.objects.remove(object.id, site.now());
  }
}

import { itemAt } from '../../simulator/kernel/item-at.ts';
import { requireValue } from '../../simulator/kernel/require-value.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { isReference, type SimObject, type Value } from '../../simulator/site/records/model.ts';

const AUTHORIZATION = `Basic ${Buffer.from('admin@example.com:admin-token').toString('base64')}`;

/**
 * What most scripts do: every object is created without its references, then every one is updated
 * with them, one call at a time.
 */
export class PlainWriter {
  readonly #here: Simulator;
  readonly #there: Simulator;
  readonly #schemaId: number;
  readonly #made = new Map<number, number>();

  /** Writes into a schema of the second site that has the same object types. */
  constructor(here: Simulator, there: Simulator, schemaName: string) {
    this.#here = here;
    this.#there = there;
    this.#schemaId = requireValue(
      [...there.world.site.schemas.values()].find((schema) => schema.name === schemaName),
      'schema of that name',
    ).id;
  }

  /** Milliseconds an object. */
  async write(count: number): Promise<number> {
    const { site } = this.#here.world;
    const types = [...site.types.values()];
    const objects = Array.from({ length: count }, (_none, at) => {
      const { id } = itemAt(types, at % types.length);
      return site.objects.require(
        itemAt(site.objects.idsOfType(id), Math.floor(at / types.length)),
      );
    });
    const from = performance.now();
    for (const object of objects)
      this.#made.set(
        object.id,
        Number((await this.#send('POST', '/object/create', object, false)).id),
      );
    for (const object of objects)
      await this.#send('PUT', `/object/${this.#made.get(object.id)}`, object, true);
    return (performance.now() - from) / count;
  }

  async #send(
    method: string,
    path: string,
    { typeId, values }: SimObject,
    references: boolean,
  ): Promise<{ id: string }> {
    const [from, to] = [this.#here.world.site, this.#there.world.site];
    const type = requireValue(
      [...to.types.values()].find(
        (each) => each.schemaId === this.#schemaId && each.name === from.requireType(typeId).name,
      ),
      'object type of that name',
    );
    const attributes = from.attributesOf(typeId).flatMap((attribute) => {
      const written = (values[attribute.id] ?? [])
        .filter((value) => isReference(value) === references)
        .map((value) => this.#written(value))
        .filter((value) => value !== undefined);
      return written.length > 0
        ? [
            {
              objectTypeAttributeId: String(
                requireValue(
                  to.attributesOf(type.id).find((each) => each.name === attribute.name),
                  'attribute of that name',
                ).id,
              ),
              objectAttributeValues: written.map((value) => ({ value })),
            },
          ]
        : [];
    });
    const answer = await fetch(
      `${this.#there.url}/jsm/assets/workspace/${this.#there.workspaceId}/v1${path}`,
      {
        method,
        headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
        body: JSON.stringify({ objectTypeId: String(type.id), attributes }),
      },
    );
    if (!answer.ok)
      throw new Error(
        `${method} ${path} was answered with ${answer.status}: ${await answer.text()}`,
      );
    return (await answer.json()) as { id: string };
  }

  /**
   * A reference leads to the object that was made for it; people and statuses of this site, and
   * what is not among the objects, are left out.
   */
  #written(value: Value): string | undefined {
    if (typeof value === 'string') return value;
    return isReference(value) ? this.#made.get(value.ref)?.toString() : undefined;
  }
}

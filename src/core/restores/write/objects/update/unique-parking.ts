import { WriteRefused } from '../../../../assets/ports/write-refused.ts';
import type { AttributeKind } from '../../../../assets/model/definitions/attribute-kind.ts';
import { readObjectsById } from '../../../../assets/reading/read-objects-by-id.ts';
import { writtenForm } from '../../../../compare/compare-values.ts';
import { objectOf } from '../../../../compare/object-of.ts';
import type { SnapshotObject } from '../../../../compare/snapshot.ts';
import { mapValues } from '../../../values/map-values.ts';
import { findCircles, type UniqueWish } from '../../unique/find-circles.ts';
import { freeValues } from '../../unique/free-values.ts';
import type { ObjectWriting } from '../object-writing.ts';

/** Objects that are read together. */
const BATCH_SIZE = 500;

type Waiting = ReadonlyMap<number, { attributes: readonly string[] }>;

/**
 * Objects that are to exchange unique values block each other. One of each circle is parked under a
 * free value until the others have theirs; the id map says which object has which value.
 */
export class UniqueParking {
  readonly #writing: ObjectWriting;
  readonly #kinds: ReadonlyMap<string, AttributeKind>;
  /** Each once. */
  readonly #parked = new Map<string, UniqueWish>();

  constructor(writing: ObjectWriting) {
    const { context, attributes } = writing.parts;
    this.#writing = writing;
    this.#kinds = new Map(
      context.source.structure.attributes.flatMap(({ id, kind }) => {
        const there = attributes.get(id);
        return there && 'id' in there ? [[there.id, kind] as const] : [];
      }),
    );
  }

  /** Whether an object made room. `waiting`: by node, what it cannot get. */
  async park(waiting: Waiting): Promise<boolean> {
    const wishes = await this.#wishesOf(waiting);
    let isRoom = false;
    for (const wish of findCircles(wishes.filter((each) => !this.#parked.has(keyOf(each))))) {
      this.#parked.set(keyOf(wish), wish);
      for (const values of freeValues(this.#kinds.get(wish.attribute) ?? 'none', this.#idOf(wish)))
        if (await this.#write(wish, values)) {
          isRoom = true;
          break;
        }
    }
    return isRoom;
  }

  /** Those that did not get what they were parked for get back what they had. */
  async putBack(waiting: Waiting): Promise<void> {
    for (const wish of this.#parked.values())
      if (waiting.get(wish.node)?.attributes.includes(wish.attribute))
        await this.#write(wish, wish.current);
  }

  /** What objects that wait want and have. */
  async #wishesOf(waiting: Waiting): Promise<UniqueWish[]> {
    const wishes: UniqueWish[] = [];
    const nodes = [...waiting.keys()];
    for (let from = 0; from < nodes.length; from += BATCH_SIZE) {
      const batch = nodes.slice(from, from + BATCH_SIZE);
      const [wanted, current] = [await this.#wantedOf(batch), await this.#currentOf(batch)];
      for (const node of batch)
        for (const attribute of waiting.get(node)?.attributes ?? [])
          wishes.push({
            node,
            attribute,
            wanted: wanted.get(node)?.[attribute] ?? [],
            current: (current.get(node)?.[attribute] ?? []).map(writtenForm),
          });
    }
    return wishes;
  }

  async #wantedOf(nodes: readonly number[]) {
    const { attempt, context } = this.#writing.parts;
    const { graph } = context.source;
    const records = await attempt.parts.reader.getMany(
      nodes.map((node) => ({ kind: 'object', type: graph.typeOf(node), id: graph.idOf(node) })),
    );
    return new Map(
      records.map((record) => {
        const { id, values } = objectOf(record);
        return [graph.nodeOf(id), mapValues(values, this.#writing.maps).values] as const;
      }),
    );
  }

  async #currentOf(nodes: readonly number[]) {
    const { attempt, objects } = this.#writing.parts;
    const { target, pace } = attempt.parts;
    const ids = nodes.flatMap((node) => objects.targetOf(node) ?? []);
    const found = new Map<number, SnapshotObject['values']>();
    for await (const page of readObjectsById(target, ids, pace))
      for (const { id, values } of page.objects) found.set(objects.nodeOf(id), values);
    return found;
  }

  /** False when the site refuses it, or somebody has deleted the object. */
  async #write(wish: UniqueWish, values: readonly string[]): Promise<boolean> {
    const { attempt, context } = this.#writing.parts;
    const typeId = this.#writing.targetTypeOf(context.source.graph.typeOf(wish.node));
    const input = { typeId, values: { [wish.attribute]: [...values] } };
    await attempt.assertHeld();
    try {
      await attempt.parts.target.updateObject(this.#idOf(wish), input, attempt.signal);
      attempt.countObjectWrite();
      return true;
    } catch (error) {
      if (error instanceof WriteRefused || (await attempt.isThingGone(error))) return false;
      throw error;
    }
  }

  #idOf({ node }: UniqueWish): string {
    return this.#writing.parts.objects.targetOf(node) ?? '';
  }
}

const keyOf = ({ node, attribute }: UniqueWish): string => `${node} ${attribute}`;

import { WriteRefused } from '../../../../assets/ports/write-refused.ts';
import type { AttributeKind } from '../../../../assets/model/definitions/attribute-kind.ts';
import { findCircles, type UniqueWish } from '../../unique/find-circles.ts';
import { freeValues } from '../../unique/free-values.ts';
import type { WishOrder } from '../../unique/wish-order.ts';
import type { ObjectWriting } from '../object-writing.ts';

/**
 * Objects that are to exchange unique values block each other. One of each circle is parked under a
 * free value until the others have theirs; the id map says which object has which value.
 */
export class UniqueParking {
  readonly #writing: ObjectWriting;
  readonly #order: WishOrder;
  readonly #kinds: ReadonlyMap<string, AttributeKind>;
  /** Each once. */
  readonly #parked = new Map<string, UniqueWish>();

  constructor(writing: ObjectWriting, order: WishOrder) {
    const { context, attributes } = writing.parts;
    this.#writing = writing;
    this.#order = order;
    this.#kinds = new Map(
      context.source.structure.attributes.flatMap(({ id, kind }) => {
        const there = attributes.get(id);
        return there && 'id' in there ? [[there.id, kind] as const] : [];
      }),
    );
  }

  /** Whether an object of a circle made room. */
  async park(): Promise<boolean> {
    const wishes = this.#order.wishes.filter((each) => !this.#parked.has(keyOf(each)));
    let isRoom = false;
    for (const wish of findCircles(wishes)) {
      this.#parked.set(keyOf(wish), wish);
      if (!(await this.#writeFree(wish))) continue;
      this.#order.free(wish);
      isRoom = true;
    }
    return isRoom;
  }

  /** Those that did not get what they were parked for get back what they had. */
  async putBack(): Promise<void> {
    for (const wish of this.#order.wishes)
      if (this.#parked.has(keyOf(wish))) await this.#write(wish, wish.current);
  }

  async #writeFree(wish: UniqueWish): Promise<boolean> {
    for (const values of freeValues(this.#kinds.get(wish.attribute) ?? 'none', this.#idOf(wish)))
      if (await this.#write(wish, values)) return true;
    return false;
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

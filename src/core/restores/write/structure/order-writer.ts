import type { AttributeDefinition } from '../../../assets/model/definitions/attribute-definition.ts';
import { ownAttributes, type StructureType } from '../../../compare/structure/schema-structure.ts';
import { askThroughOutage } from '../attempt/ask-through-outage.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';
import { orderMoves } from './order-moves.ts';
import type { WrittenStructure } from './written-structure.ts';

/**
 * Puts the attributes of the types that the run has made into the order of the backup. They are
 * made in it; the four that Assets makes on its own stand before them until then. Repeatable: what
 * is in its place is not moved.
 */
export class OrderWriter {
  readonly #attempt: RestoreAttempt;
  readonly #written: WrittenStructure;

  constructor(attempt: RestoreAttempt, written: WrittenStructure) {
    this.#attempt = attempt;
    this.#written = written;
  }

  async write(): Promise<void> {
    const { structure } = this.#attempt.parts.context.source;
    const made = new Set(this.#attempt.checkpoint.types);
    for (const type of structure.types) {
      const why = made.has(type.id) ? await this.#order(type) : undefined;
      if (why === undefined) continue;
      this.#attempt.note(
        `The order of attributes couldn't be restored completely. ${why} Arrange them in Assets under the object type's attributes.`,
      );
      return;
    }
  }

  /** Why it could not be done. */
  async #order(type: StructureType): Promise<string | undefined> {
    const { target, context } = this.#attempt.parts;
    const { signal } = this.#attempt;
    const typeId = this.#written.types.get(type.id);
    if (typeId === undefined) return undefined;
    const there = (await target.attributes(typeId, signal)).toSorted(byPosition);
    const wanted = ownAttributes(context.source.structure, type.id)
      .toSorted(byPosition)
      .map((attribute) => this.#idOf(attribute, there));
    const moves = orderMoves(
      there.map(({ id }) => id),
      wanted.filter((id) => id !== undefined),
    );
    // Inherited ones stand before them.
    const first = there[0]?.position ?? 0;
    for (const { id, position } of moves) {
      const moved = await askThroughOutage(this.#attempt, () =>
        target.moveAttribute(typeId, id, first + position, signal),
      );
      if ('unavailable' in moved) return moved.unavailable;
    }
    return undefined;
  }

  #idOf(
    { id, system, name }: AttributeDefinition,
    there: readonly AttributeDefinition[],
  ): string | undefined {
    if (!system) return this.#written.attributes.get(id);
    return there.find((each) => each.system && each.name === name)?.id;
  }
}

const byPosition = (a: AttributeDefinition, b: AttributeDefinition): number =>
  a.position - b.position || Number(a.id) - Number(b.id);

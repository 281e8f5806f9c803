import { lookUp } from '../../kernel/look-up.ts';
import type { SimObject, Value } from '../records/model.ts';
import type { ObjectStore } from './object-store.ts';
import type { SiteStructure } from './site-structure.ts';

export const textOf = (value: Value): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/**
 * Finds objects by the number in their key and by a value of an attribute. An index is built from
 * all objects when it is first asked; from then on every write updates it.
 */
export class ObjectIndexes {
  readonly #structure: SiteStructure;
  readonly #objects: ObjectStore;
  readonly #byNumber = new Map<number, Map<number, number>>();
  readonly #byValue = new Map<number, Map<string, number[]>>();

  constructor(structure: SiteStructure, objects: ObjectStore) {
    this.#structure = structure;
    this.#objects = objects;
  }

  withNumber(schemaId: number, number: number): number | undefined {
    return this.#numbersOf(schemaId).get(number);
  }

  /** Ids of the objects that hold the value now. */
  withValue(attributeId: number, value: Value): readonly number[] {
    return this.#valuesOf(attributeId).get(textOf(value)) ?? [];
  }

  /** Whether two objects hold the same value. */
  hasDuplicates(attributeId: number): boolean {
    return [...this.#valuesOf(attributeId).values()].some((ids) => ids.length > 1);
  }

  /** Takes note of a write: `before` is absent for a new object, `after` for a removed one. */
  change(before: SimObject | undefined, after: SimObject | undefined): void {
    if (!before) this.#noteNumber(after, (numbers, { number, id }) => numbers.set(number, id));
    if (!after) this.#noteNumber(before, (numbers, { number }) => numbers.delete(number));
    for (const [attributeId, index] of this.#byValue) {
      const [old, current] = [before?.values[attributeId], after?.values[attributeId]];
      if (old === current) continue;
      if (before) removeValues(index, before, attributeId);
      if (after) addValues(index, after, attributeId);
    }
  }

  /** Only where the index of the object's schema is built. */
  #noteNumber(
    object: SimObject | undefined,
    note: (numbers: Map<number, number>, object: SimObject) => unknown,
  ): void {
    if (!object) return;
    const numbers = this.#byNumber.get(this.#structure.requireType(object.typeId).schemaId);
    if (numbers) note(numbers, object);
  }

  #numbersOf(schemaId: number): Map<number, number> {
    const known = this.#byNumber.get(schemaId);
    if (known) return known;
    const index = new Map<number, number>();
    const typeIds = this.#structure.typesOf(schemaId).map((type) => type.id);
    for (const object of this.#objectsOf(typeIds)) index.set(object.number, object.id);
    this.#byNumber.set(schemaId, index);
    return index;
  }

  #valuesOf(attributeId: number): Map<string, number[]> {
    const known = this.#byValue.get(attributeId);
    if (known) return known;
    const index = new Map<string, number[]>();
    const { typeId } = lookUp(this.#structure.attributes, attributeId, 'attribute');
    for (const object of this.#objectsOf(this.#structure.withInheritors(typeId)))
      addValues(index, object, attributeId);
    this.#byValue.set(attributeId, index);
    return index;
  }

  *#objectsOf(typeIds: readonly number[]): Generator<SimObject> {
    for (const typeId of typeIds)
      for (const id of this.#objects.idsOfType(typeId)) yield this.#objects.require(id);
  }
}

function addValues(index: Map<string, number[]>, object: SimObject, attributeId: number): void {
  for (const value of object.values[attributeId] ?? []) {
    const ids = index.get(textOf(value));
    if (!ids) index.set(textOf(value), [object.id]);
    else if (!ids.includes(object.id)) ids.push(object.id);
  }
}

function removeValues(index: Map<string, number[]>, object: SimObject, attributeId: number): void {
  for (const value of object.values[attributeId] ?? []) {
    const left = (index.get(textOf(value)) ?? []).filter((id) => id !== object.id);
    if (left.length > 0) index.set(textOf(value), left);
    else index.delete(textOf(value));
  }
}

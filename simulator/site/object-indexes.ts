import type { SimObject, Value } from './model.ts';
import type { Site } from './site.ts';

export const textOf = (value: Value): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** Finds objects by the number in their key and by a value of an attribute. Each index is made when it is first asked, by reading all; from then on every write keeps it. */
export class ObjectIndexes {
  readonly #site: Site;
  readonly #byNumber = new Map<number, Map<number, number>>();
  readonly #byValue = new Map<number, Map<string, number[]>>();

  constructor(site: Site) {
    this.#site = site;
  }

  withNumber(schemaId: number, number: number): number | undefined {
    let index = this.#byNumber.get(schemaId);
    if (!index) {
      this.#byNumber.set(schemaId, (index = new Map()));
      for (const type of this.#site.typesOf(schemaId))
        for (const id of this.#site.objects.idsOfType(type.id))
          index.set(this.#site.objects.get(id)!.number, id);
    }
    return index.get(number);
  }

  /** Ids of the objects that hold the value now. */
  withValue(attributeId: number, value: Value): readonly number[] {
    return this.#valuesOf(attributeId).get(textOf(value)) ?? [];
  }

  /** Whether two objects hold the same value. */
  hasDuplicates(attributeId: number): boolean {
    return [...this.#valuesOf(attributeId).values()].some((ids) => ids.length > 1);
  }

  #valuesOf(attributeId: number): Map<string, number[]> {
    let index = this.#byValue.get(attributeId);
    if (!index) {
      this.#byValue.set(attributeId, (index = new Map()));
      for (const type of this.#site.withInheritors(this.#site.attributes.get(attributeId)!.typeId))
        for (const id of this.#site.objects.idsOfType(type))
          this.#add(index, this.#site.objects.get(id)!, attributeId);
    }
    return index;
  }

  /** An object was written. */
  change(before: SimObject | undefined, after: SimObject | undefined): void {
    if (!before || !after) {
      const { typeId, number, id } = (before ?? after)!;
      const index = this.#byNumber.get(this.#site.types.get(typeId)!.schemaId);
      if (after) index?.set(number, id);
      else index?.delete(number);
    }
    for (const [attributeId, index] of this.#byValue) {
      if (before?.values[attributeId] === after?.values[attributeId]) continue;
      for (const value of before?.values[attributeId] ?? []) {
        const left = (index.get(textOf(value)) ?? []).filter((id) => id !== before!.id);
        if (left.length > 0) index.set(textOf(value), left);
        else index.delete(textOf(value));
      }
      if (after) this.#add(index, after, attributeId);
    }
  }

  #add(index: Map<string, number[]>, object: SimObject, attributeId: number): void {
    for (const value of object.values[attributeId] ?? []) {
      const ids = index.get(textOf(value));
      if (!ids) index.set(textOf(value), [object.id]);
      else if (!ids.includes(object.id)) ids.push(object.id);
    }
  }
}

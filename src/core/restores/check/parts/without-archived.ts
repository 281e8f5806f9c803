import type { AttributeKind } from '../../../assets/model/definitions/attribute-kind.ts';
import { sameValues, type ComparedValues } from '../../../compare/compare-values.ts';

/**
 * Leaves references to archived objects out of what is compared: whether an object still tells of
 * one that it names is up to the site.
 */
export class WithoutArchived {
  readonly #archived: ReadonlySet<string>;
  readonly #references: ReadonlySet<string>;

  /** `inArchive`: archived objects of the destination, by the backup's ids. */
  constructor(
    attributes: readonly { id: string; kind: AttributeKind }[],
    inArchive: ReadonlyMap<string, string>,
  ) {
    this.#archived = new Set(inArchive.values());
    const references = attributes.filter(({ kind }) => kind === 'reference');
    this.#references = new Set(references.map(({ id }) => id));
  }

  of<T extends { values: ComparedValues[] }>(pair: T): T {
    if (this.#archived.size === 0) return pair;
    return { ...pair, values: pair.values.map((each) => this.#ofOne(each)) };
  }

  #ofOne(values: ComparedValues): ComparedValues {
    const { pair, expected = [], actual } = values;
    const isArchived = (id: string): boolean => this.#archived.has(id);
    if (!this.#references.has(pair.a) || ![...expected, ...actual].some(isArchived)) return values;
    const wanted = expected.filter((id) => !isArchived(id));
    const there = actual.filter((id) => !isArchived(id));
    return { ...values, expected: wanted, actual: there, isSame: sameValues(wanted, there) };
  }
}

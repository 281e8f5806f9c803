import type { WriteRefused } from '../../../assets/ports/write-refused.ts';
import type { LeftOut } from '../../report/restore-line.ts';
import { withoutRefused } from './without-refused.ts';

/** How often an object is sent again without a value that was refused. */
const MAX_REFUSALS = 20;

export type Values = Record<string, string[]>;

export interface ValueNames {
  nameOf: (attributeId: string) => string;
  /** Whether the attribute's values are unique on the destination. */
  isUnique: (attributeId: string) => boolean;
}

/**
 * The values of one object while it is sent: what the site refuses is taken out, and the rest is
 * sent again.
 */
export class SentValues {
  readonly #names: ValueNames;
  /** Attributes whose unique value another object has. */
  readonly occupied = new Set<string>();
  #values: Values;
  #leftOut: LeftOut[];
  #otherLeftOut: LeftOut[];
  #refusals = 0;

  constructor(values: Values, leftOut: readonly LeftOut[], names: ValueNames) {
    this.#names = names;
    this.#values = values;
    this.#leftOut = [...leftOut];
    this.#otherLeftOut = [...leftOut];
  }

  /** What is to be sent now. */
  get values(): Values {
    return this.#values;
  }

  /** Everything that was left out. */
  get leftOut(): LeftOut[] {
    return this.#leftOut;
  }

  /** The same without values of `occupied` attributes: these are tried again later. */
  get otherLeftOut(): LeftOut[] {
    return this.#otherLeftOut;
  }

  get isEmpty(): boolean {
    return Object.keys(this.#values).length === 0;
  }

  /** Takes out what the site refused; false when the object is not to be sent again. */
  takeOut(error: WriteRefused): boolean {
    if (this.#refusals >= MAX_REFUSALS) return false;
    const rest = withoutRefused(this.#values, error, this.#names.nameOf);
    if (!rest) return false;
    this.#refusals += 1;
    this.#values = rest.values;
    const occupied = Object.keys(error.fields).filter((id) => this.#names.isUnique(id));
    for (const id of occupied) this.occupied.add(id);
    this.#leftOut = [...this.#leftOut, ...rest.leftOut];
    const others = withoutAttributes(rest.leftOut, occupied.map(this.#names.nameOf));
    this.#otherLeftOut = [...this.#otherLeftOut, ...others];
    return true;
  }
}

/** What was left out of other attributes than these. */
export function withoutAttributes(leftOut: LeftOut[], names: Iterable<string>): LeftOut[] {
  const without = new Set(names);
  return leftOut.filter(({ attribute }) => !without.has(attribute));
}

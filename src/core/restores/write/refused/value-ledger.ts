import type { WriteRefused } from '../../../assets/ports/write-refused.ts';
import type { LeftOut } from '../../report/restore-line.ts';
import { namesValue, readRefusal, type Refusal } from './read-refusal.ts';
import { refusedValue } from './refused-value.ts';

export type Values = Record<string, string[]>;

/** One value to write. Undefined: the attribute is to be cleared. */
export interface Unit {
  attribute: string;
  value: string | undefined;
}

/** What is known of the attributes that are written; ids of the destination. */
export interface ValueRules {
  nameOf: (attributeId: string) => string;
  /** Whether the attribute's values are unique on the destination. */
  isUnique: (attributeId: string) => boolean;
  /** Whether an object cannot be without a value. */
  isRequired: (attributeId: string) => boolean;
  /** How many values it accepts by its definition; -1: unlimited. */
  maximumOf: (attributeId: string) => number;
  /** Attributes that were found to be refused without being named: suspects for the next object. */
  blamed: Set<string>;
}

/** The values of one object while it is written: what of them was left out, and why. */
export class ValueLedger {
  readonly rules: ValueRules;
  /** In the order in which they are written. */
  readonly units: readonly Unit[];
  /** Attributes whose unique value another object has. */
  readonly occupied = new Set<string>();
  readonly #leftOut: LeftOut[];
  readonly #otherLeftOut: LeftOut[];

  constructor(values: Values, leftOut: readonly LeftOut[], rules: ValueRules) {
    this.rules = rules;
    this.units = Object.entries(values).flatMap(([attribute, list]): Unit[] =>
      list.length === 0
        ? [{ attribute, value: undefined }]
        : list.map((value) => ({ attribute, value })),
    );
    this.#leftOut = [...leftOut];
    this.#otherLeftOut = [...leftOut];
  }

  /** Everything that was left out. */
  get leftOut(): LeftOut[] {
    return [...this.#leftOut];
  }

  /** The same without values of `occupied` attributes: these are tried again later. */
  get otherLeftOut(): LeftOut[] {
    return [...this.#otherLeftOut];
  }

  /** What is written of these, by attribute. */
  valuesOf(units: ReadonlySet<Unit>): Values {
    const values: Values = {};
    for (const unit of this.units) {
      if (!units.has(unit)) continue;
      const list = (values[unit.attribute] ??= []);
      if (unit.value !== undefined) list.push(unit.value);
    }
    return values;
  }

  /** Leaves values out that the site refused. */
  leaveOut(units: Iterable<Unit>, message: string): void {
    for (const { attribute, value } of units) {
      const refused = refusedValue(this.rules.nameOf(attribute), value, message);
      this.#leftOut.push(refused);
      if (this.rules.isUnique(attribute)) this.occupied.add(attribute);
      else this.#otherLeftOut.push(refused);
    }
  }

  read(error: WriteRefused, sent: Values): Refusal {
    const refusal = readRefusal(error, sent, this.rules.nameOf);
    if (refusal.named.size > 0 || refusal.suspects.size > 0) return refusal;
    const { blamed } = this.rules;
    return { ...refusal, suspects: new Set(Object.keys(sent).filter((id) => blamed.has(id))) };
  }

  /**
   * Which values of an attribute the site means when it names it: the only one, those in its
   * message, those beyond the greatest number; empty where that is unknown.
   */
  meantOf(sent: readonly Unit[], message: string): Unit[] {
    const [first] = sent;
    if (!first || sent.length === 1) return [...sent];
    const named = sent.filter(({ value }) => value !== undefined && namesValue(message, value));
    if (named.length > 0 && named.length < sent.length) return named;
    const maximum = this.rules.maximumOf(first.attribute);
    return maximum < 0 ? [] : sent.slice(maximum);
  }
}

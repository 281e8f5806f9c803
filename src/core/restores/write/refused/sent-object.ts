import type { WriteRefused } from '../../../assets/ports/write-refused.ts';
import type { LeftOut } from '../../report/restore-line.ts';
import type { Refusal } from './read-refusal.ts';
import { undecidedValue } from './refused-value.ts';
import { ValueLedger, type Unit, type ValueRules, type Values } from './value-ledger.ts';

/** How often an object is sent again without a value that the site names. */
const MAX_REFUSALS = 20;

/**
 * The values of a new object while it is sent. What the site names is left out; where it names
 * nothing, the object is made with what it cannot be without, and the rest is found out about when
 * it is changed.
 */
export class SentObject {
  readonly #ledger: ValueLedger;
  #current: Set<Unit>;
  /** Not sent with the object: one of them may be what was refused. */
  readonly #postponed = new Set<Unit>();
  /** The values without which the object was sent last, because a message seemed to mean them. */
  #suspected: Unit[] = [];
  /** The other half of the values of an attribute that the object cannot be without. */
  readonly #otherHalves = new Map<string, Unit[]>();
  #isDivided = false;
  #refusals = 0;
  #message = '';

  constructor(values: Values, leftOut: readonly LeftOut[], rules: ValueRules) {
    this.#ledger = new ValueLedger(values, leftOut, rules);
    this.#current = new Set(this.#ledger.units);
  }

  /** What is to be sent now. */
  get values(): Values {
    return this.#ledger.valuesOf(this.#current);
  }

  /** What was left out, but for what is tried again later. */
  get leftOut(): LeftOut[] {
    return this.#ledger.otherLeftOut;
  }

  /** Attributes that are written later: their unique value is taken, or was not sent yet. */
  get pending(): string[] {
    const postponed = [...this.#postponed].map(({ attribute }) => attribute);
    return [...new Set([...this.#ledger.occupied, ...postponed])];
  }

  /** All that is not sent now, for whoever goes on after a crash. */
  get notSent(): LeftOut[] {
    const { nameOf } = this.#ledger.rules;
    const undecided = [...this.#postponed].map(({ attribute, value = '' }) =>
      undecidedValue(nameOf(attribute), value, this.#message),
    );
    return [...this.#ledger.leftOut, ...undecided];
  }

  read(error: WriteRefused): Refusal {
    return this.#ledger.read(error, this.values);
  }

  /** Takes out what the site refused; false when the object is not to be sent again. */
  takeOut(error: WriteRefused): boolean {
    const refusal = this.read(error);
    this.#message = refusal.message;
    this.#suspected = [];
    this.#refusals += 1;
    if (this.#refusals > MAX_REFUSALS) return false;
    const isNoneSent = [...refusal.named.keys()].every((id) => this.values[id] === undefined);
    if (isNoneSent || this.#refusals === MAX_REFUSALS) return this.#divide(refusal);
    for (const [attribute, message] of refusal.named) this.#takeOutOf(attribute, message);
    return true;
  }

  /** The site took what was sent: a single value without which it was sent is known to be bad. */
  noteTaken(): void {
    const [only, ...others] = this.#suspected;
    if (!only || others.length > 0) return;
    this.#postponed.delete(only);
    this.#ledger.leaveOut([only], this.#message);
    this.#ledger.rules.blamed.add(only.attribute);
  }

  #takeOutOf(attribute: string, message: string): void {
    const sent = [...this.#current].filter((unit) => unit.attribute === attribute);
    const meant = this.#ledger.meantOf(sent, message);
    if (meant.length > 0) {
      this.#remove(meant);
      this.#ledger.leaveOut(meant, message);
    } else if (this.#ledger.rules.isRequired(attribute)) this.#halve(attribute, sent, message);
    else this.#postpone(sent);
  }

  /** One half of its values, then the other: with one bad value one of them is taken. */
  #halve(attribute: string, sent: Unit[], message: string): void {
    const other = this.#otherHalves.get(attribute);
    this.#remove(sent);
    if (!other) {
      const half = Math.ceil(sent.length / 2);
      this.#otherHalves.set(attribute, sent.slice(half));
      for (const unit of sent.slice(0, half)) this.#current.add(unit);
      for (const unit of sent.slice(half)) this.#postponed.add(unit);
    } else if (other.length > 0) {
      this.#otherHalves.set(attribute, []);
      for (const unit of sent) this.#postponed.add(unit);
      for (const unit of other) {
        this.#postponed.delete(unit);
        this.#current.add(unit);
      }
    } else this.#ledger.leaveOut(sent, message);
  }

  /** First without what the message seems to mean, then with nothing that it can be without. */
  #divide({ suspects }: Refusal): boolean {
    const { isRequired } = this.#ledger.rules;
    const optional = [...this.#current].filter(({ attribute }) => !isRequired(attribute));
    if (optional.length === 0) return false;
    const suspected = optional.filter(({ attribute }) => suspects.has(attribute));
    const isFirst = !this.#isDivided;
    this.#isDivided = true;
    if (isFirst && suspected.length > 0) this.#suspected = suspected;
    this.#postpone(this.#suspected.length > 0 ? suspected : optional);
    return true;
  }

  #postpone(units: readonly Unit[]): void {
    this.#remove(units);
    for (const unit of units) this.#postponed.add(unit);
  }

  #remove(units: readonly Unit[]): void {
    for (const unit of units) this.#current.delete(unit);
  }
}

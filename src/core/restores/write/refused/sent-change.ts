import type { WriteRefused } from '../../../assets/ports/write-refused.ts';
import type { LeftOut } from '../../report/restore-line.ts';
import type { Refusal } from './read-refusal.ts';
import { ValueLedger, type Unit, type ValueRules, type Values } from './value-ledger.ts';

/** How often an object is sent again without a value that the site names. */
const MAX_REFUSALS = 20;
/** How many bad values are looked for by halving; each takes log2 of all values, and two calls. */
const MAX_SEARCHED = 8;

/**
 * The values of an object that is there while they are sent. What the site names is left out; where
 * it names nothing, the values are halved until what it refuses is found, and the rest is written.
 */
export class SentChange {
  readonly #ledger: ValueLedger;
  /** Sent now. */
  #current: Set<Unit>;
  readonly #taken = new Set<Unit>();
  /** One of these is bad, or one of each group. */
  #bad: Unit[] = [];
  #badGroups: Unit[][] = [];
  /** The rest of those of which one is bad, while some of them are sent. */
  #sibling: Unit[] = [];
  /** Nothing is known of these. */
  #unknown: Unit[] = [];
  #suspects: ReadonlySet<string> = new Set();
  #refusals = 0;
  #searched = 0;
  #message = '';

  constructor(values: Values, leftOut: readonly LeftOut[], rules: ValueRules) {
    this.#ledger = new ValueLedger(values, leftOut, rules);
    this.#current = new Set(this.#ledger.units);
  }

  /** What is to be sent now: of an attribute that is touched all that the site took of it. */
  get values(): Values {
    const touched = new Set([...this.#current].map(({ attribute }) => attribute));
    const before = [...this.#taken].filter(({ attribute }) => touched.has(attribute));
    return this.#ledger.valuesOf(new Set([...this.#current, ...before]));
  }

  get isEmpty(): boolean {
    return this.#current.size === 0;
  }

  /** Everything that was left out. */
  get leftOut(): LeftOut[] {
    return this.#ledger.leftOut;
  }

  /** The same without values of `occupied` attributes: these are tried again later. */
  get otherLeftOut(): LeftOut[] {
    return this.#ledger.otherLeftOut;
  }

  /** Attributes whose unique value another object has. */
  get occupied(): ReadonlySet<string> {
    return this.#ledger.occupied;
  }

  /** The site took what was sent. */
  noteTaken(): void {
    for (const unit of this.#current) this.#taken.add(unit);
    this.#bad = this.#sibling;
    this.#sibling = [];
    this.#sendNext();
  }

  /** Takes out what the site refused. */
  takeOut(error: WriteRefused): void {
    const refusal = this.#ledger.read(error, this.values);
    this.#message = refusal.message;
    this.#refusals += 1;
    if (refusal.named.size === 0) this.#divide(refusal);
    else if (this.#refusals > MAX_REFUSALS) this.#giveUp();
    else this.#takeOutNamed(refusal);
  }

  #takeOutNamed({ named }: Refusal): void {
    for (const [attribute, message] of named) {
      const sent = [...this.#current].filter((unit) => unit.attribute === attribute);
      const meant = this.#ledger.meantOf(sent, message);
      for (const unit of meant.length > 0 ? meant : sent) this.#current.delete(unit);
      if (meant.length > 0) this.#ledger.leaveOut(meant, message);
      else if (sent.length > 0) this.#badGroups.push(sent);
    }
    this.#unknown.push(...this.#sibling);
    this.#sibling = [];
    if (this.isEmpty) this.#sendNext();
  }

  /** One of those that were sent is bad. What a message seems to mean is believed once a search. */
  #divide({ suspects }: Refusal): void {
    this.#suspects = this.#sibling.length === 0 ? suspects : new Set();
    this.#unknown.push(...this.#sibling);
    this.#sibling = [];
    this.#bad = [...this.#current];
    this.#sendNext();
  }

  #sendNext(): void {
    this.#current = new Set();
    if (this.#bad.length === 0) this.#bad = this.#badGroups.shift() ?? [];
    if (this.#bad.length === 1) this.#leaveOutFound();
    if (this.#searched > MAX_SEARCHED) return this.#giveUp();
    if (this.#bad.length === 0) this.#bad = this.#badGroups.shift() ?? [];
    if (this.#bad.length > 0) return this.#sendPart();
    this.#current = new Set(this.#unknown);
    this.#unknown = [];
  }

  /** The one bad value is found. */
  #leaveOutFound(): void {
    const [found] = this.#bad;
    this.#ledger.leaveOut(this.#bad, this.#message);
    this.#bad = [];
    this.#searched += 1;
    if (found) this.#ledger.rules.blamed.add(found.attribute);
  }

  /** All but what the message seems to mean, else a half. */
  #sendPart(): void {
    const suspected = this.#bad.filter(({ attribute }) => this.#suspects.has(attribute));
    const isTelling = suspected.length > 0 && suspected.length < this.#bad.length;
    this.#suspects = new Set();
    const half = this.#bad.slice(Math.ceil(this.#bad.length / 2));
    this.#sibling = isTelling ? suspected : half;
    const later = new Set(this.#sibling);
    this.#current = new Set(this.#bad.filter((unit) => !later.has(unit)));
    this.#bad = [];
  }

  /** Leaves out all that was not taken, for this reason of the site's. */
  leaveOutRest(message: string): void {
    this.#message = message;
    this.#giveUp();
  }

  /** Leaves out all that was not taken. */
  #giveUp(): void {
    const groups = this.#badGroups.flat();
    const rest = [...this.#current, ...this.#sibling, ...this.#bad, ...this.#unknown, ...groups];
    this.#ledger.leaveOut(rest, this.#message);
    this.#current = new Set();
    [this.#sibling, this.#bad, this.#unknown, this.#badGroups] = [[], [], [], []];
  }
}

/**
 * When a record of the base may stand for the object as it is now. The update time decides, but for
 * what changes a record without touching it: `docs/decisions/0018`.
 */
import type { AttributeValue } from '../../../assets/model/attribute-value.ts';
import type { Census } from '../../../assets/reading/take-census.ts';
import { HOUR_MS, MINUTE_MS } from '../../../kernel/durations.ts';
import { asMembers } from '../../../kernel/field-forms.ts';
import type { IdSet } from '../../../kernel/id-set.ts';
import type { BackupRecord } from '../../../storages/backup-record.ts';
import type { Definitions } from '../../definitions.ts';
import type { BaseOfReading } from '../../part-reading.ts';

/** Update times may be as coarse as this. */
const RESOLUTION_MS = MINUTE_MS;
/** The site's clock differs from ours by so much at most. */
export const CLOCK_MARGIN_MS = 24 * HOUR_MS;

export interface RuleFacts {
  base: BaseOfReading;
  /** As the base has them, and as they are. */
  definitions: { before: Definitions; now: Definitions };
  census: Census;
  /** Objects of the base that the census has not. */
  gone: IdSet;
}

/** The values of a stored object. */
export const valuesIn = (body: BackupRecord['body']): AttributeValue[] =>
  Object.values((asMembers(body)?.['values'] ?? {}) as Record<string, AttributeValue[]>).flat();

export class UnchangedRule {
  readonly #facts: RuleFacts;
  readonly #noted: ReadonlySet<string>;
  /** Updates at or after this, ms, may have been followed by another one under the same time. */
  readonly #ambiguousFrom: number;
  /** Object type → whether its definitions are as they were. */
  readonly #sameTypes = new Map<string, boolean>();

  constructor(facts: RuleFacts) {
    this.#facts = facts;
    this.#noted = new Set(facts.base.noted);
    this.#ambiguousFrom = ambiguousFrom(facts.base);
  }

  /** `record`: what the base has of an object. */
  isUnchanged({ type, id, body }: BackupRecord): boolean {
    return (
      this.#hasSameDate(type, id, updatedOf(body)) &&
      !this.#noted.has(id) &&
      this.#isSameType(type) &&
      valuesIn(body).every((value) => this.#isCurrent(value))
    );
  }

  /** One without an update time never has the same. */
  #hasSameDate(typeId: string, id: string, updated: number): boolean {
    const seen = this.#facts.census.get(typeId);
    const at = seen?.indexOf(id) ?? -1;
    return at >= 0 && seen?.updates[at] === updated && updated < this.#ambiguousFrom;
  }

  #isSameType(typeId: string): boolean {
    const { before, now } = this.#facts.definitions;
    let isSame = this.#sameTypes.get(typeId);
    if (isSame === undefined) {
      isSame = before.digestOf(typeId) === now.digestOf(typeId) && !now.isLabelledByOthers(typeId);
      this.#sameTypes.set(typeId, isSame);
    }
    return isSame;
  }

  /** What it names is still there under the name that is stored with it; it is nothing odd. */
  #isCurrent(value: AttributeValue): boolean {
    if ('more' in value) return false;
    if ('other' in value) return isLeftOver(value.other);
    if ('object' in value) return this.#isThere(value.object);
    if ('status' in value)
      return this.#facts.definitions.now.statusName(value.status) === value.name;
    return true;
  }

  /** Of ids that no number holds nobody keeps count. */
  #isThere(id: string): boolean {
    return Number.isSafeInteger(Number(id)) && !this.#facts.gone.has(id);
  }
}

/** NaN where there is none. */
export const updatedOf = (body: BackupRecord['body']): number =>
  Date.parse(String(asMembers(body)?.['updated']));

/**
 * An object that was updated again after the base read it, within the same unit of the site's
 * clock, has an update time that is as late as any when the base was being read.
 */
function ambiguousFrom({ from, to, newest }: BaseOfReading): number {
  const byOurClock = from - CLOCK_MARGIN_MS;
  if (newest === undefined) return byOurClock;
  return Math.max(byOurClock, newest - (to - from) - RESOLUTION_MS);
}

/** Such as is left of a reference whose object was deleted: it says nothing that could change. */
function isLeftOver(other: unknown): boolean {
  return Object.values(asMembers(other) ?? { other }).every(
    (member) => member === null || member === '',
  );
}

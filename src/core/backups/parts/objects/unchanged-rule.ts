/**
 * Decides when a record of the base is still true of the object. The update time decides, except
 * for changes that don't touch it: `docs/decisions/0018`.
 */
import type { AttributeValue } from '../../../assets/model/attribute-value.ts';
import type { Census } from '../../../assets/reading/take-census.ts';
import { HOUR_MS, MINUTE_MS } from '../../../kernel/time/durations.ts';
import { asMembers } from '../../../kernel/json/field-forms.ts';
import type { IdSet } from '../../../kernel/collections/id-set.ts';
import type { BackupRecord } from '../../../storages/records/backup-record.ts';
import type { Definitions } from '../../reading/definitions.ts';
import type { BaseOfReading } from '../../reading/part-reading.ts';

/** A time as a Data Center says it; it is kept in UTC. */
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT[\d:.]{5,12}[+-]\d\d:?\d\d$/;
/** How coarse update times may be. */
const RESOLUTION_MS = MINUTE_MS;
/** By how much the site's clock may differ from ours. */
export const CLOCK_MARGIN_MS = 24 * HOUR_MS;

export interface RuleFacts {
  base: BaseOfReading;
  /** The definitions in the base, and now. */
  definitions: { before: Definitions; now: Definitions };
  census: Census;
  /** Objects of the base that the census lacks. */
  gone: IdSet;
}

/** The values of a stored object, by attribute. */
const valuesOf = (body: BackupRecord['body']) =>
  (asMembers(body)?.['values'] ?? {}) as Record<string, AttributeValue[]>;

/** The values of a stored object. */
export const valuesIn = (body: BackupRecord['body']): AttributeValue[] =>
  Object.values(valuesOf(body)).flat();

/** Whether the site lists all attributes that a stored object has values of. */
export const hasListedAttributes = (body: BackupRecord['body'], now: Definitions): boolean =>
  Object.keys(valuesOf(body)).every((id) => now.typeOfAttribute(id) !== undefined);

export class UnchangedRule {
  readonly #facts: RuleFacts;
  readonly #noted: ReadonlySet<string>;
  /**
   * Updates at or after this time, ms, may have been followed by another one with the same time.
   */
  readonly #ambiguousFrom: number;
  /** Object type → whether its definitions are unchanged. */
  readonly #sameTypes = new Map<string, boolean>();

  constructor(facts: RuleFacts) {
    this.#facts = facts;
    this.#noted = new Set(facts.base.noted);
    this.#ambiguousFrom = ambiguousFrom(facts.base);
  }

  /** `record`: an object's record in the base. */
  isUnchanged({ type, id, body }: BackupRecord): boolean {
    return (
      this.#hasSameDate(type, id, updatedOf(body)) &&
      !this.#noted.has(id) &&
      this.#isSameType(type) &&
      hasListedAttributes(body, this.#facts.definitions.now) &&
      valuesIn(body).every((value) => this.#isCurrent(value))
    );
  }

  /** An object without an update time never counts as unchanged. */
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

  /**
   * Whether what a value names still has the stored name, and the value is of a known form. Records
   * of earlier versions lack the projects of versions, and have times with the site's offset.
   */
  #isCurrent(value: AttributeValue): boolean {
    if ('more' in value) return false;
    if ('other' in value) return isLeftOver(value.other);
    if ('object' in value) return this.#isThere(value.object);
    if ('version' in value) return value.projectKey !== undefined;
    if ('value' in value) return !WITH_OFFSET.test(value.value);
    if ('status' in value)
      return this.#facts.definitions.now.statusName(value.status) === value.name;
    return true;
  }

  /** Ids that no number can hold are not tracked. */
  #isThere(id: string): boolean {
    return Number.isSafeInteger(Number(id)) && !this.#facts.gone.has(id);
  }
}

/** NaN where there is none. */
export const updatedOf = (body: BackupRecord['body']): number =>
  Date.parse(String(asMembers(body)?.['updated']));

/**
 * If an object was updated again after the base read it, within the same tick of the site's clock,
 * its update time is not earlier than the time at which the base was being read.
 */
function ambiguousFrom({ from, to, newest }: BaseOfReading): number {
  const byOurClock = from - CLOCK_MARGIN_MS;
  if (newest === undefined) return byOurClock;
  return Math.max(byOurClock, newest - (to - from) - RESOLUTION_MS);
}

/** The remains of a reference whose object was deleted: nothing in it could change. */
function isLeftOver(other: unknown): boolean {
  return Object.values(asMembers(other) ?? { other }).every(
    (member) => member === null || member === '',
  );
}

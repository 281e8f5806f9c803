import { writtenForm } from '../../compare/compare-values.ts';
import { textOfValue } from '../adapting/text-of-value.ts';
import type { VersionValue } from '../resolve/lack-of-version.ts';
import type { LeftOut } from '../report/restore-line.ts';
import type { JsonObject } from '../../kernel/json/json-value.ts';
import type { AttributeValue } from '../../assets/model/attribute-value.ts';

/** An attribute of the destination, as far as its values are concerned. */
export interface TargetAttribute {
  id: string;
  name: string;
  /** Why a value might be refused there; undefined when nothing speaks against it. */
  doubts: (value: string) => string | undefined;
  /** How to change a text that would be refused; absent if none would be. */
  adapt?: ((text: string) => string) | undefined;
  /** Whether values of whatever kind become text, because the destination lacks their kind. */
  asText?: boolean | undefined;
  /** Why none of them is written; absent if they are. */
  leftEmpty?: string | undefined;
  /** How many values it accepts by its definition; -1: unlimited. */
  maximum: number;
  /** Why it accepts no object that the restore does not write; undefined if it may. */
  refusesOutside?: string | undefined;
}

/** The counterpart of an attribute of the backup on the destination, or why it has none. */
export type AttributeTarget = TargetAttribute | { name: string; reason: string };
/** By the backup's attribute id. */
export type AttributeTargets = ReadonlyMap<string, AttributeTarget>;

/** Why a value cannot be written, and what missing thing it refers to. */
export type WhyNowhere = Pick<LeftOut, 'reason' | 'missing' | 'cause'>;

/**
 * Where a reference leads on the destination: an object's id, an object still to be created, or why
 * nowhere.
 */
export type ReferenceTarget =
  { id: string; /** The restore does not write it. */ outside?: true } | 'later' | WhyNowhere;

/**
 * Translates values of the backup to the destination. For a name that does not exist it gives the
 * reason.
 */
export interface ValueMaps {
  attribute: (id: string) => AttributeTarget;
  reference: (objectId: string) => ReferenceTarget;
  named: (kind: 'user' | 'group' | 'status' | 'project', id: string) => { id: string } | WhyNowhere;
  version: (version: VersionValue) => { id: string } | WhyNowhere;
  /** A Confluence page, by its id. */
  page: (id: string) => { id: string } | WhyNowhere;
  /** As what a value may stand on the destination even where it can't be written; if known. */
  standsAs: (value: AttributeValue) => string | undefined;
  /** For the report. */
  shown: (value: AttributeValue) => string;
}

export interface MappedValues {
  /** The destination's attribute id → values to write. */
  values: Record<string, string[]>;
  leftOut: LeftOut[];
  /**
   * The destination's attribute id → what was left out of it and may stand there anyway, as it
   * would stand there.
   */
  unwritable: Record<string, string[]>;
  /** Attributes with a reference to an object that does not exist yet. */
  later: string[];
}

/**
 * The values of one object as they are written on the destination. Nothing is dropped silently:
 * what cannot be written is listed with its reason. What the site might refuse is written: it
 * decides itself.
 */
export function mapValues(values: Record<string, AttributeValue[]>, maps: ValueMaps): MappedValues {
  const mapped: MappedValues = { values: {}, leftOut: [], unwritable: {}, later: [] };
  for (const [sourceId, list] of Object.entries(values)) {
    const attribute = maps.attribute(sourceId);
    if ('reason' in attribute) {
      const { name, reason } = attribute;
      for (const value of list)
        mapped.leftOut.push({ attribute: name, value: maps.shown(value), reason });
    } else new AttributeMapping(attribute, maps, mapped).map(list);
  }
  return mapped;
}

/** The values of one attribute on their way into those of the object. */
class AttributeMapping {
  readonly #attribute: TargetAttribute;
  readonly #maps: ValueMaps;
  readonly #mapped: MappedValues;
  readonly #written: string[] = [];
  /** A value to write → the backup's one that it was made from. */
  readonly #origins = new Map<string, string>();

  constructor(attribute: TargetAttribute, maps: ValueMaps, mapped: MappedValues) {
    this.#attribute = attribute;
    this.#maps = maps;
    this.#mapped = mapped;
  }

  map(values: AttributeValue[]): void {
    for (const value of values) {
      this.#mapOne(value);
      if ('more' in value && value.more) this.#leaveOutMore(value.more);
    }
    if (this.#written.length > 0) this.#mapped.values[this.#attribute.id] = this.#written;
  }

  #mapOne(value: AttributeValue): void {
    const target = this.#targetOf(value);
    if (target === 'later') return this.#postpone();
    if ('reason' in target) return this.#leaveOut(value, target);
    const { refusesOutside } = this.#attribute;
    if (target.outside && refusesOutside !== undefined)
      return this.#leaveOut(value, { reason: refusesOutside });
    const origin = writtenForm(value);
    // two names of the backup may be one on the destination
    if ((this.#origins.get(target.id) ?? origin) !== origin) return;
    this.#written.push(target.id);
    this.#origins.set(target.id, origin);
  }

  #targetOf(value: AttributeValue): ReferenceTarget {
    const { asText = false, leftEmpty, adapt } = this.#attribute;
    if (leftEmpty !== undefined) return { reason: leftEmpty };
    if (asText) return { id: textOfValue(value) };
    if (adapt && 'value' in value) return { id: adapt(value.value) };
    return mapOne(value, this.#maps);
  }

  #postpone(): void {
    const { later } = this.#mapped;
    if (!later.includes(this.#attribute.id)) later.push(this.#attribute.id);
  }

  #leaveOutMore(more: JsonObject): void {
    const value = this.#maps.shown({ other: more });
    this.#mapped.leftOut.push({ attribute: this.#attribute.name, value, reason: BESIDE });
  }

  #leaveOut(value: AttributeValue, { reason, missing, cause }: WhyNowhere): void {
    const { id, name } = this.#attribute;
    const shown = this.#maps.shown(value);
    this.#mapped.leftOut.push({
      attribute: name,
      value: shown,
      reason,
      ...(missing ? { missing } : {}),
      ...(cause ? { cause } : {}),
    });
    const standing = this.#maps.standsAs(value);
    if (standing !== undefined) (this.#mapped.unwritable[id] ??= []).push(standing);
  }
}

const UNKNOWN_FORM =
  'The backup kept this value as Assets sent it, in a format no public API can write.';
const BESIDE = 'Assets sent this along with the value, and no public API can write it.';

/** One value, translated to the destination. */
export function mapOne(value: AttributeValue, maps: ValueMaps): ReferenceTarget {
  if ('value' in value) return { id: value.value };
  if ('object' in value) return maps.reference(value.object);
  if ('user' in value) return maps.named('user', value.user);
  if ('group' in value) return maps.named('group', value.group);
  if ('status' in value) return maps.named('status', value.status);
  if ('project' in value) return maps.named('project', value.project);
  if ('version' in value) return maps.version(value);
  if ('page' in value) return maps.page(value.page);
  return { reason: UNKNOWN_FORM };
}

/** How many of the values left out are really missing on the destination. */
export function lostCount({ leftOut, unwritable }: MappedValues): number {
  return leftOut.length - Object.values(unwritable).flat().length;
}

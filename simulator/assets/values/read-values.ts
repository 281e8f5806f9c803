import { HttpError } from '../../http/http-error.ts';
import type { SimAttribute, Value } from '../../site/records/model.ts';
import { textOf } from '../../site/content/object-indexes.ts';
import type { Site } from '../../site/site.ts';
import type { Settings } from '../../world/settings.ts';
import { RefusedValue } from './refused-value.ts';
import { ValueReader } from './value-reader.ts';

interface SentAttribute {
  objectTypeAttributeId: string | number;
  objectAttributeValues?: { value: unknown }[];
}

/** The object type, what was sent for `attributes`, and which object it is for: none when new. */
export interface SentObject {
  typeId: number;
  attributes: unknown;
  objectId?: number | undefined;
}

/**
 * Reads the attributes of a create or update, and refuses the whole write when one value is wrong,
 * naming each wrong attribute.
 * @throws HttpError 400
 */
export function readValues(
  site: Site,
  settings: Settings,
  { typeId, attributes, objectId }: SentObject,
): Record<number, Value[]> {
  if (!Array.isArray(attributes)) throw new HttpError(400, ['attributes is required'], {});
  const definitions = site.attributesOf(typeId);
  const rules = new WriteRules(site, settings, objectId);
  const values: Record<number, Value[]> = {};
  const errors: Record<string, string> = {};
  for (const sent of attributes as SentAttribute[]) {
    const id = Number(sent.objectTypeAttributeId);
    try {
      const attribute = definitions.find((each) => each.id === id);
      values[id] = rules.read(attribute, sent);
    } catch (error) {
      if (!(error instanceof RefusedValue)) throw error;
      errors[errorKey(sent.objectTypeAttributeId)] = error.message;
    }
  }
  if (objectId === undefined)
    for (const { id, name } of definitions.filter((each) => isMissing(each, values[each.id])))
      errors[errorKey(id)] ??= `${name} is required`;
  if (Object.keys(errors).length > 0) throw new HttpError(400, [], errors);
  return values;
}

const errorKey = (id: string | number): string => `rlabs-insight-attribute-${id}`;

const isMissing = ({ editable, minimum }: SimAttribute, values: Value[] = []): boolean =>
  editable && minimum > 0 && values.length < minimum;

class WriteRules {
  readonly #site: Site;
  readonly #settings: Settings;
  readonly #objectId: number | undefined;
  readonly #reader: ValueReader;

  constructor(site: Site, settings: Settings, objectId: number | undefined) {
    this.#site = site;
    this.#settings = settings;
    this.#objectId = objectId;
    this.#reader = new ValueReader(site, settings);
  }

  /** @throws RefusedValue */
  read(attribute: SimAttribute | undefined, sent: SentAttribute): Value[] {
    if (!attribute) throw new RefusedValue('The attribute does not belong to the object type');
    if (!attribute.editable) throw new RefusedValue(`${attribute.name} is not editable`);
    const values = (sent.objectAttributeValues ?? [])
      .filter(({ value }) => value !== null && value !== undefined && value !== '')
      .map(({ value }) => this.#reader.read(attribute, String(value)));
    this.#checkTogether(attribute, values);
    return values;
  }

  #checkTogether({ id, name, minimum, maximum, unique }: SimAttribute, values: Value[]): void {
    if (maximum >= 0 && values.length > maximum)
      throw new RefusedValue(`${name} can only contain max ${maximum} values`);
    if (values.length < minimum) throw new RefusedValue(`${name} is required`);
    if (unique && values.some((value) => this.#isTaken(id, value)))
      throw new RefusedValue(`${name} has duplicated value`);
  }

  /** Whether another object has the value, or had it as long ago as the index lags. */
  #isTaken(attributeId: number, value: Value): boolean {
    const { objects, indexes } = this.#site;
    const holders = indexes.withValue(attributeId, value).filter((id) => id !== this.#objectId);
    if (this.#settings.uniqueCheck === 'store') return holders.length > 0;
    const changes = objects.changedSince(this.#site.now() - this.#settings.indexDelayMs);
    if (holders.some((id) => !changes.has(id))) return true;
    return [...changes.values()].some(
      ({ id, before }) =>
        id !== this.#objectId &&
        (before?.values[attributeId] ?? []).some((had) => textOf(had) === textOf(value)),
    );
  }
}

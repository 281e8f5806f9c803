import type { AssetsObject } from '../../../../core/assets/model/assets-object.ts';
import type { AttributeValue } from '../../../../core/assets/model/attribute-value.ts';
import type { Group } from '../../../../core/assets/model/group.ts';
import type { User } from '../../../../core/assets/model/user.ts';
import type { OddValue } from '../../../../core/assets/ports/pages/object-page.ts';
import type { TypeOf } from '../../../../core/assets/ports/pages/type-of.ts';
import {
  asFlag,
  asId,
  asItems,
  asMembers,
  asText,
} from '../../../../core/kernel/json/field-forms.ts';
import { idIn, isQueriedId } from '../../shapes/api-field.ts';
import type { ApiObject } from './api-object.ts';
import type { KnownAttributes } from './known-attributes.ts';
import { readValue } from './read-value.ts';
import { ShapeError } from './shape-error.ts';

/** What reading objects needs to know, and what it finds besides the objects. */
export interface ObjectReading {
  known: KnownAttributes;
  /** Absent: an object without a type can't be read. */
  typeOf?: TypeOf | undefined;
  /** By account id; filled on the way. */
  users: Map<string, User>;
  /** By name; filled on the way. */
  groups: Map<string, Group>;
  /** Filled on the way. */
  odd: OddValue[];
}

/** Ids are whole numbers everywhere: objects are sorted and paged by them. */
const isObjectNumber = isQueriedId;

/**
 * An object needs an id and a type; everything else is optional. @throws ShapeError where one of
 * these two is missing
 */
export function readObject(object: ApiObject, reading: ObjectReading): AssetsObject {
  const id = objectIdOf(object);
  if (id === undefined) throw new ShapeError('id');
  const typeId = typeIdOf(object.objectType) ?? reading.typeOf?.(id);
  if (typeId === undefined) throw new ShapeError('objectType.id');
  const key = asText(object.objectKey) ?? '';
  return {
    id,
    typeId,
    key,
    label: asText(object.label) ?? asId(object.name) ?? (key || `Object ${id}`),
    created: dateOf(object.created),
    updated: dateOf(object.updated ?? object.timestamp),
    ...(asFlag(object.hasAvatar) === true && { hasAvatar: true as const }),
    values: readValues(object.attributes, id, reading),
  };
}

/** Undefined for none, and for one that is no number. */
export function objectIdOf({ id, globalId }: ApiObject): string | undefined {
  return idIn({ id, globalId }, isObjectNumber);
}

function typeIdOf(objectType: unknown): string | undefined {
  const type = asMembers(objectType);
  return idIn(type ?? { id: objectType }, isObjectNumber);
}

/** As the site says it; empty where it says nothing. */
export function dateOf(date: unknown): string {
  const at = new Date(typeof date === 'number' ? date : Number.NaN);
  return Number.isNaN(at.getTime()) ? (asText(date) ?? '') : at.toISOString();
}

function readValues(
  attributes: unknown,
  objectId: string,
  reading: ObjectReading,
): Record<string, AttributeValue[]> {
  const lost = (reason: string): void => {
    reading.odd.push({ objectId, attribute: '', reason, kept: false });
  };
  if (!Array.isArray(attributes)) {
    lost('the site sent it without its values');
    return {};
  }
  const values: Record<string, AttributeValue[]> = {};
  for (const entry of attributes as unknown[]) {
    const found = readEntry(entry, reading.known);
    if (!found) lost("the site didn't say which attribute some of its values belong to");
    else if (found.given.length > 0 && !reading.known.isSystem(found.id))
      addValues(values, found, objectId, reading);
  }
  return values;
}

interface FoundValues {
  /** Of the attribute. */
  id: string;
  given: readonly unknown[];
}

/** Undefined for values of an attribute without an id. */
function readEntry(entry: unknown, known: KnownAttributes): FoundValues | undefined {
  const attribute = asMembers(entry);
  const definition = asMembers(attribute?.['objectTypeAttribute']);
  const id = asId(attribute?.['objectTypeAttributeId']) ?? (definition && idIn(definition));
  if (id === undefined) return undefined;
  if (definition) known.learn({ ...definition, id });
  return { id, given: asItems(attribute?.['objectAttributeValues']) };
}

/** An attribute that is answered twice has its values once. */
function addValues(
  values: Record<string, AttributeValue[]>,
  { id, given }: FoundValues,
  objectId: string,
  reading: ObjectReading,
): void {
  const { known, users, groups, odd } = reading;
  const note = (reason: string, kept: boolean): void => {
    odd.push({ objectId, attribute: known.nameOf(id), reason, kept });
  };
  const kind = known.kindOf(id);
  const valueReading = { users, groups, note };
  const read = given.map((each) => readValue(each, kind, valueReading));
  const kept = read.every(isKept) ? read : read.filter(isKept);
  if (kept.length > 0) addTo(values, id, kept);
}

const isKept = (value: AttributeValue | undefined): value is AttributeValue => value !== undefined;

/** Under any name, also one that all objects have members of. */
function addTo(values: Record<string, AttributeValue[]>, id: string, read: AttributeValue[]): void {
  if (!(id in values)) {
    values[id] = read;
    return;
  }
  const earlier = Object.hasOwn(values, id) ? (values[id] ?? []) : [];
  const value = withoutDoubles([...earlier, ...read]);
  const property = { value, enumerable: true, writable: true, configurable: true };
  Object.defineProperty(values, id, property);
}

function withoutDoubles(values: AttributeValue[]): AttributeValue[] {
  const byText = new Map(values.map((value) => [JSON.stringify(value), value]));
  return [...byText.values()];
}

import { isIP } from 'node:net';
import { search } from '../aql/search.ts';
import { HttpError } from '../http/http-error.ts';
import type { Settings } from '../world/settings.ts';
import type { SimAttribute, SimObject, SimStatus, Value } from '../site/model.ts';
import { textOf } from '../site/object-indexes.ts';
import type { Site } from '../site/site.ts';

interface Sent {
  objectTypeAttributeId: string | number;
  objectAttributeValues: { value: unknown }[];
}

/**
 * Reads the attributes of a create or update, and refuses the whole write when one value is wrong, naming each wrong attribute.
 * @throws HttpError 400
 */
export function readValues(
  site: Site,
  settings: Settings,
  typeId: number,
  sent: unknown,
  objectId: number | undefined,
): Record<number, Value[]> {
  if (!Array.isArray(sent)) throw new HttpError(400, ['attributes is required'], {});
  const definitions = new Map(
    site.attributesOf(typeId).map((attribute) => [attribute.id, attribute]),
  );
  const values: Record<number, Value[]> = {};
  const errors: Record<string, string> = {};
  for (const item of sent as Sent[]) {
    const attribute = definitions.get(Number(item.objectTypeAttributeId));
    const key = `rlabs-insight-attribute-${item.objectTypeAttributeId}`;
    if (!attribute) {
      errors[key] = 'The attribute does not belong to the object type';
      continue;
    }
    if (!attribute.editable) {
      errors[key] = `${attribute.name} is not editable`;
      continue;
    }
    try {
      values[attribute.id] = (item.objectAttributeValues ?? [])
        .filter(({ value }) => value !== null && value !== undefined && value !== '')
        .map(({ value }) => readValue(site, settings, attribute, String(value)));
      checkRules(site, settings, attribute, values[attribute.id]!, objectId);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      errors[key] = error.message;
    }
  }
  if (objectId === undefined)
    for (const attribute of definitions.values()) {
      if (
        attribute.editable &&
        attribute.minimum > 0 &&
        (values[attribute.id]?.length ?? 0) < attribute.minimum &&
        !errors[`rlabs-insight-attribute-${attribute.id}`]
      )
        errors[`rlabs-insight-attribute-${attribute.id}`] = `${attribute.name} is required`;
    }
  if (Object.keys(errors).length > 0) throw new HttpError(400, [], errors);
  return values;
}

class Wrong extends Error {}

function readValue(site: Site, settings: Settings, attribute: SimAttribute, text: string): Value {
  switch (attribute.type) {
    case 1:
      return { ref: readReference(site, settings, attribute, text).id };
    case 2: {
      const user = site.person(text);
      if (!user || user.deleted || !user.active) throw new Wrong(`User(s) ${text} not found`);
      if (
        settings.userGroups &&
        attribute.typeValueMulti?.length &&
        !attribute.typeValueMulti.some((group) => user.groups?.includes(group))
      )
        throw new Wrong(`User(s) ${text} invalid due to restrictions`);
      return { user: text };
    }
    case 4:
      if (!site.groups.has(text)) throw new Wrong('Invalid Group(s)');
      return { group: text };
    case 6: {
      const project = site.projects.find((key, at) => key === text || String(10_000 + at) === text);
      if (!project) throw new Wrong(`Project ${text} not found in jira`);
      return { project };
    }
    case 7:
      return { status: readStatus(site, settings, attribute, text).id };
    default:
      checkPlain(settings, attribute, text);
      return text;
  }
}

/** By id or key. */
function readReference(
  site: Site,
  settings: Settings,
  attribute: SimAttribute,
  text: string,
): SimObject {
  const target = /^\d+$/.test(text) ? site.objects.get(Number(text)) : site.byKey(text);
  if (!target) throw new Wrong(`Object ${text} does not exist`);
  const allowed = attribute.includeChildren
    ? site.withDescendants(attribute.referenceObjectTypeId!)
    : [attribute.referenceObjectTypeId!];
  if (!allowed.includes(target.typeId))
    throw new Wrong(`Object ${text} is not of the referenced type`);
  const { schemaId } = site.types.get(target.typeId)!;
  const schema = site.schemas.get(schemaId)!;
  if (
    settings.otherSchemaChecked &&
    schemaId !== site.types.get(attribute.typeId)!.schemaId &&
    !schema.properties['allowOtherObjectSchema']
  )
    throw new Wrong(
      `${attribute.name} refers to the schema ${schema.name}, which does not allow it`,
    );
  if (
    settings.filterChecked &&
    attribute.qlQuery &&
    !search(
      { site, view: site.objects, schemaIds: new Set(site.schemas.keys()), keyset: true },
      attribute.qlQuery,
    ).includes(target.id)
  )
    throw new Wrong(`Object ${text} is invalid due to restrictions`);
  return target;
}

/** By id, or by name where the switch says so: one of the schema before a global one. */
function readStatus(
  site: Site,
  settings: Settings,
  attribute: SimAttribute,
  text: string,
): SimStatus {
  const { schemaId } = site.types.get(attribute.typeId)!;
  const fits = (status: SimStatus | undefined): boolean =>
    status !== undefined && (status.schemaId === undefined || status.schemaId === schemaId);
  const byId = site.statuses.get(Number(text));
  if (byId && fits(byId)) return byId;
  const named = settings.statusByName
    ? [...site.statuses.values()].filter((status) => status.name === text && fits(status))
    : [];
  const status = named.find((each) => each.schemaId !== undefined) ?? named[0];
  if (!status) throw new Wrong(`Status ${text} is not valid`);
  return status;
}

const SHAPES: Record<number, { holds: (text: string) => boolean; name: string }> = {
  1: { holds: (text) => /^-?\d+$/.test(text), name: 'an integer' },
  2: { holds: (text) => /^(true|false)$/i.test(text), name: 'a boolean' },
  3: { holds: (text) => text.trim() !== '' && !Number.isNaN(Number(text)), name: 'a number' },
  4: {
    holds: (text) => /^\d{4}-\d\d-\d\d(T|$)/.test(text) && !Number.isNaN(Date.parse(text)),
    name: 'a date',
  },
  5: { holds: (text) => /^\d\d:\d\d(:\d\d)?$/.test(text), name: 'a time' },
  6: {
    holds: (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
    name: 'a date with a time',
  },
  8: { holds: (text) => /^\S+@\S+$/.test(text), name: 'an email' },
  11: { holds: (text) => isIP(text) > 0, name: 'an IP address' },
};

function checkPlain({ textMax }: Settings, attribute: SimAttribute, text: string): void {
  const { defaultTypeId } = attribute;
  const shape = attribute.type === 0 ? SHAPES[defaultTypeId ?? -1] : undefined;
  if ((defaultTypeId === 0 || defaultTypeId === 8) && text.length > textMax)
    throw new Wrong(`${attribute.name} must be less than ${textMax} characters`);
  if (shape && !shape.holds(text)) throw new Wrong(`${text} is not ${shape.name}`);
  if (
    defaultTypeId === 10 &&
    !(attribute.options ?? '')
      .split(',')
      .map((option) => option.trim())
      .includes(text)
  )
    throw new Wrong(`Invalid values for ${attribute.name}`);
  if (attribute.regex && !new RegExp(`^(?:${attribute.regex})$`).test(text))
    throw new Wrong(`${text} does not match the regular expression`);
}

function checkRules(
  site: Site,
  settings: Settings,
  attribute: SimAttribute,
  values: Value[],
  objectId: number | undefined,
): void {
  if (attribute.maximum >= 0 && values.length > attribute.maximum)
    throw new Wrong(`${attribute.name} can only contain max ${attribute.maximum} values`);
  if (values.length < attribute.minimum) throw new Wrong(`${attribute.name} is required`);
  if (
    attribute.unique &&
    values.some((value) => isTaken(site, settings, attribute.id, value, objectId))
  )
    throw new Wrong(`${attribute.name} has duplicated value`);
}

/** Whether another object has the value, or had it as long ago as the index lags. */
function isTaken(
  site: Site,
  settings: Settings,
  attributeId: number,
  value: Value,
  objectId: number | undefined,
): boolean {
  const changed =
    settings.uniqueCheck === 'index'
      ? site.objects.changedSince(site.now() - settings.indexDelayMs)
      : undefined;
  if (site.indexes.withValue(attributeId, value).some((id) => id !== objectId && !changed?.has(id)))
    return true;
  return (
    changed !== undefined &&
    [...changed.values()].some(
      ({ id, before }) =>
        id !== objectId &&
        (before?.values[attributeId] ?? []).some((had) => textOf(had) === textOf(value)),
    )
  );
}

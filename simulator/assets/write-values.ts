import { HttpError } from '../exchange.ts';
import type { Settings } from '../settings.ts';
import type { SimAttribute, Value } from '../site/model.ts';
import type { Site } from '../site/site.ts';

interface Sent { objectTypeAttributeId: string | number; objectAttributeValues: { value: unknown }[] }

/**
 * Reads the attributes of a create or update, and refuses the whole write when one value is wrong, naming each wrong attribute.
 * @throws HttpError 400
 */
export function readValues(site: Site, settings: Settings, typeId: number, sent: unknown, objectId: number | undefined): Record<number, Value[]> {
  if (!Array.isArray(sent)) throw new HttpError(400, ['attributes is required'], {});
  const definitions = new Map(site.attributesOf(typeId).map((attribute) => [attribute.id, attribute]));
  const values: Record<number, Value[]> = {};
  const errors: Record<string, string> = {};
  for (const item of sent as Sent[]) {
    const attribute = definitions.get(Number(item.objectTypeAttributeId));
    const key = `rlabs-insight-attribute-${item.objectTypeAttributeId}`;
    if (!attribute) { errors[key] = 'The attribute does not belong to the object type'; continue; }
    if (!attribute.editable) { errors[key] = `${attribute.name} is not editable`; continue; }
    try {
      values[attribute.id] = (item.objectAttributeValues ?? []).map(({ value }) => readValue(site, settings, attribute, String(value)));
      checkRules(site, settings, attribute, values[attribute.id]!, objectId);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      errors[key] = error.message;
    }
  }
  if (objectId === undefined) for (const attribute of definitions.values()) {
    if (attribute.editable && attribute.minimum > 0 && (values[attribute.id]?.length ?? 0) < attribute.minimum && !errors[`rlabs-insight-attribute-${attribute.id}`]) errors[`rlabs-insight-attribute-${attribute.id}`] = `${attribute.name} is required`;
  }
  if (Object.keys(errors).length > 0) throw new HttpError(400, [], errors);
  return values;
}

class Wrong extends Error {}

function readValue(site: Site, settings: Settings, attribute: SimAttribute, text: string): Value {
  switch (attribute.type) {
    case 1: {
      const target = /^\d+$/.test(text) ? site.objects.get(Number(text)) : byKey(site, text);
      if (!target) throw new Wrong(`Object ${text} does not exist`);
      const allowed = attribute.includeChildren ? site.withDescendants(attribute.referenceObjectTypeId!) : [attribute.referenceObjectTypeId!];
      if (!allowed.includes(target.typeId)) throw new Wrong(`Object ${text} is not of the referenced type`);
      return { ref: target.id };
    }
    case 2: {
      const user = site.users.get(text);
      if (!user || user.deleted || !user.active) throw new Wrong(`User(s) ${text} not found`);
      return { user: text };
    }
    case 4: if (!site.groups.has(text)) throw new Wrong('Invalid Group(s)'); return { group: text };
    case 6: if (!site.projects.includes(text)) throw new Wrong(`Project ${text} not found in jira`); return { project: text };
    case 7: {
      const status = [...site.statuses.values()].find((each) => String(each.id) === text || (settings.statusByName && each.name === text));
      if (!status) throw new Wrong(`Status ${text} is not valid`);
      return { status: status.id };
    }
    default: checkPlain(attribute, text); return text;
  }
}

function checkPlain(attribute: SimAttribute, text: string): void {
  const { defaultTypeId } = attribute;
  if ((defaultTypeId === 0 || defaultTypeId === 8) && text.length > 255) throw new Wrong(`${attribute.name} must be less than 255 characters`);
  if (defaultTypeId === 1 && !/^-?\d+$/.test(text)) throw new Wrong(`${text} is not an integer`);
  if (defaultTypeId === 3 && Number.isNaN(Number(text))) throw new Wrong(`${text} is not a number`);
  if (defaultTypeId === 2 && !/^(true|false)$/i.test(text)) throw new Wrong(`${text} is not a boolean`);
  if ((defaultTypeId === 4 || defaultTypeId === 6) && Number.isNaN(Date.parse(text))) throw new Wrong(`${text} is not a date`);
  if (defaultTypeId === 10 && !(attribute.options ?? '').split(',').includes(text)) throw new Wrong(`Invalid values for ${attribute.name}`);
  if (attribute.regex && !new RegExp(`^(?:${attribute.regex})$`).test(text)) throw new Wrong(`${text} does not match the regular expression`);
}

function checkRules(site: Site, settings: Settings, attribute: SimAttribute, values: Value[], objectId: number | undefined): void {
  if (attribute.maximum >= 0 && values.length > attribute.maximum) throw new Wrong(`${attribute.name} can only contain max ${attribute.maximum} values`);
  if (values.length < attribute.minimum) throw new Wrong(`${attribute.name} is required`);
  if (!attribute.unique) return;
  const view = site.objects.view(site.now(), settings.uniqueCheck === 'index' ? settings.indexDelayMs : 0);
  for (const type of site.withDescendants(attribute.typeId)) for (const id of view.idsOfType(type)) {
    if (id !== objectId && values.some((value) => (view.get(id)?.values[attribute.id] ?? []).includes(value))) throw new Wrong(`${attribute.name} has duplicated value`);
  }
}

function byKey(site: Site, key: string) {
  const [schemaKey, number] = key.split(/-(?=\d+$)/);
  const schema = [...site.schemas.values()].find((each) => each.key === schemaKey);
  for (const type of schema ? site.typesOf(schema.id) : []) for (const id of site.objects.idsOfType(type.id)) if (site.objects.get(id)!.number === Number(number)) return site.objects.get(id);
  return undefined;
}

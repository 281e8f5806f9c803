import { HttpError } from '../exchange.ts';
import type { SimAttribute } from '../site/model.ts';
import { bodyOf, schemaOf, typeOf, type AssetsCall, type AssetsHandler } from './routes.ts';

interface AttributeBody {
  name?: string; type?: string | number; defaultTypeId?: string | number; label?: boolean; description?: string; typeValue?: string | number; typeValueMulti?: string[]; additionalValue?: string;
  minimumCardinality?: number; maximumCardinality?: number; suffix?: string; summable?: boolean; includeChildObjectTypes?: boolean; hidden?: boolean; uniqueAttribute?: boolean; regexValidation?: string; qlQuery?: string; options?: string;
}

/** Fields that a create or update names, in our words. Create and read are asymmetric for references: `typeValue` and `additionalValue` become the referenced type and the reference type. */
function fieldsOf(body: AttributeBody): Partial<SimAttribute> {
  const fields: Partial<SimAttribute> = {};
  const set = <K extends keyof SimAttribute>(name: K, value: SimAttribute[K] | undefined): void => { if (value !== undefined) fields[name] = value; };
  set('name', body.name);
  set('type', body.type === undefined ? undefined : Number(body.type));
  set('defaultTypeId', body.defaultTypeId === undefined ? undefined : Number(body.defaultTypeId));
  set('label', body.label);
  set('description', body.description);
  set('typeValueMulti', body.typeValueMulti);
  if (Number(body.type) === 1) {
    set('referenceObjectTypeId', body.typeValue === undefined ? undefined : Number(body.typeValue));
    set('referenceTypeId', body.additionalValue === undefined ? undefined : Number(body.additionalValue));
  } else set('additionalValue', body.additionalValue);
  set('minimum', body.minimumCardinality);
  set('maximum', body.maximumCardinality);
  set('suffix', body.suffix);
  set('summable', body.summable);
  set('includeChildren', body.includeChildObjectTypes);
  set('hidden', body.hidden);
  set('unique', body.uniqueAttribute);
  set('regex', body.regexValidation);
  set('qlQuery', body.qlQuery);
  set('options', body.options);
  return fields;
}

function attributeOf(call: AssetsCall, id: string | undefined): SimAttribute {
  const attribute = call.world.site.attributes.get(Number(id));
  if (!attribute) throw new HttpError(404, [`The object type attribute with id ${id} was not found`]);
  typeOf(call, attribute.typeId);
  return attribute;
}

export const typeRoutes: [string, string, AssetsHandler][] = [
  ['POST', '/objecttype/create', (call) => {
    const { name, iconId, objectSchemaId, description, parentObjectTypeId, inherited, abstractObjectType } = bodyOf(call) as { name?: string; iconId?: string; objectSchemaId?: string; description?: string; parentObjectTypeId?: string; inherited?: boolean; abstractObjectType?: boolean };
    const schema = schemaOf(call, objectSchemaId);
    const { site } = call.world;
    if (!name || site.typesOf(schema.id).some((type) => type.name === name)) throw new HttpError(400, [], { name: 'Name has to be unique' });
    if (iconId === undefined) throw new HttpError(400, [], { iconId: 'The icon is required' });
    const parentId = parentObjectTypeId === undefined ? null : typeOf(call, parentObjectTypeId).id;
    const type = site.addType(schema.id, name, { description: description ?? '', iconId: Number(iconId), parentId, inherited: inherited ?? false, abstract: abstractObjectType ?? false, created: site.now(), updated: site.now() });
    return { status: call.world.settings.createStatus, json: call.render.type(type) };
  }],
  ['GET', '/objecttype/:id', (call) => ({ json: call.render.type(typeOf(call, call.params['id'])) })],
  ['PUT', '/objecttype/:id', (call) => {
    const type = typeOf(call, call.params['id']);
    const { name, description, iconId, inherited, abstractObjectType } = bodyOf(call) as { name?: string; description?: string; iconId?: string; inherited?: boolean; abstractObjectType?: boolean };
    Object.assign(type, { ...(name ? { name } : {}), ...(description === undefined ? {} : { description }), ...(iconId === undefined ? {} : { iconId: Number(iconId) }), ...(inherited === undefined ? {} : { inherited }), ...(abstractObjectType === undefined ? {} : { abstract: abstractObjectType }), updated: call.world.site.now() });
    return { json: call.render.type(type) };
  }],
  ['DELETE', '/objecttype/:id', (call) => {
    const type = typeOf(call, call.params['id']);
    const json = call.render.type(type);
    call.world.site.deleteType(type.id);
    return { json };
  }],
  ['GET', '/objecttype/:id/attributes', (call) => {
    const type = typeOf(call, call.params['id']);
    const { site } = call.world;
    const attributes = call.query.get('excludeParentAttributes') === 'true' ? site.ownAttributes(type.id) : site.attributesOf(type.id);
    return { json: attributes.map((attribute) => call.render.attribute(attribute)) };
  }],
  ['POST', '/objecttype/:id/position', (call) => {
    const type = typeOf(call, call.params['id']);
    const { toObjectTypeId, position } = bodyOf(call) as { toObjectTypeId?: string; position?: number };
    type.parentId = toObjectTypeId === undefined ? null : typeOf(call, toObjectTypeId).id;
    type.position = position ?? 0;
    return { json: call.render.type(type) };
  }],
  ['POST', '/objecttypeattribute/:typeId', (call) => {
    const type = typeOf(call, call.params['typeId']);
    const body = bodyOf(call) as AttributeBody;
    const { site } = call.world;
    if (!body.name || site.attributesOf(type.id).some((attribute) => attribute.name === body.name)) throw new HttpError(400, [], { name: 'Name has to be unique' });
    if (body.type === undefined) throw new HttpError(400, [], { type: 'The type is required' });
    if (Number(body.type) === 1 && (!site.types.has(Number(body.typeValue)) || !site.referenceTypes.has(Number(body.additionalValue)))) throw new HttpError(400, [], { typeValue: 'The referenced object type and reference type are required' });
    const { name, ...fields } = fieldsOf(body);
    return { status: 201, json: call.render.attribute(site.addAttribute(type.id, name!, fields)) };
  }],
  ['PUT', '/objecttypeattribute/:typeId/:id', (call) => {
    const attribute = attributeOf(call, call.params['id']);
    Object.assign(attribute, fieldsOf(bodyOf(call) as AttributeBody));
    return { json: call.render.attribute(attribute) };
  }],
  ['DELETE', '/objecttypeattribute/:id', (call) => {
    const attribute = attributeOf(call, call.params['id']);
    if (!attribute.removable) throw new HttpError(400, ['The attribute cannot be removed.']);
    call.world.site.attributes.delete(attribute.id);
    return { status: 204 };
  }],
];

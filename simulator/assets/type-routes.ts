import { HttpError } from '../http/http-error.ts';
import type { SimAttribute, SimType } from '../site/model.ts';
import { checkAttribute } from './check-attribute.ts';
import { bodyOf, schemaOf, typeOf, type AssetsCall, type AssetsHandler } from './assets-call.ts';
import { assertManages, assertManagesType } from './assert-manages.ts';

interface AttributeBody {
  name?: string;
  type?: string | number;
  defaultTypeId?: string | number;
  label?: boolean;
  description?: string;
  typeValue?: string | number;
  typeValueMulti?: string[];
  additionalValue?: string;
  minimumCardinality?: number;
  maximumCardinality?: number;
  suffix?: string;
  summable?: boolean;
  includeChildObjectTypes?: boolean;
  hidden?: boolean;
  uniqueAttribute?: boolean;
  regexValidation?: string;
  qlQuery?: string;
  options?: string;
}

/** Fields that a create or update names, in our words. Create and read are asymmetric for references: `typeValue` and `additionalValue` become the referenced type and the reference type. */
function fieldsOf(body: AttributeBody, before?: SimAttribute): Partial<SimAttribute> {
  const fields: Partial<SimAttribute> = {};
  const set = <K extends keyof SimAttribute>(
    name: K,
    value: SimAttribute[K] | null | undefined,
  ): void => {
    if (value !== undefined && value !== null) fields[name] = value;
  };
  set('name', body.name);
  set('type', body.type === undefined ? undefined : Number(body.type));
  if (Number(body.type ?? before?.type) === 0)
    set('defaultTypeId', body.defaultTypeId === undefined ? undefined : Number(body.defaultTypeId));
  set('label', body.label);
  set('description', body.description);
  set('typeValueMulti', body.typeValueMulti);
  if (Number(body.type ?? before?.type) === 1) {
    set('referenceObjectTypeId', body.typeValue === undefined ? undefined : Number(body.typeValue));
    set(
      'referenceTypeId',
      body.additionalValue === undefined ? undefined : Number(body.additionalValue),
    );
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
  if (!attribute)
    throw new HttpError(404, [`The object type attribute with id ${id} was not found`]);
  typeOf(call, attribute.typeId);
  return attribute;
}

/** The attributes that the call's filters leave, in the order that it asks for. */
export function asked({ query }: AssetsCall, attributes: readonly SimAttribute[]): SimAttribute[] {
  const named = query.get('query')?.toLowerCase();
  const left = attributes.filter(
    (attribute) =>
      !(query.get('onlyValueEditable') === 'true' && !attribute.editable) &&
      (named === undefined || attribute.name.toLowerCase().includes(named)),
  );
  if (query.get('orderByRequired') === 'true')
    left.sort((a, b) => Math.sign(b.minimum) - Math.sign(a.minimum));
  return query.get('orderByName') === 'true'
    ? left.sort((a, b) => (a.name < b.name ? -1 : 1))
    : left;
}

/** @throws HttpError 400 */
function checkType(
  call: AssetsCall,
  schemaId: number,
  name: string | undefined,
  iconId: string | number | undefined,
  type?: SimType,
): void {
  const { site } = call.world;
  if (!name || site.typesOf(schemaId).some((other) => other !== type && other.name === name))
    throw new HttpError(400, [], { name: 'Name has to be unique' });
  if (iconId === undefined) throw new HttpError(400, [], { iconId: 'The icon is required' });
  if (!site.icons.has(String(iconId)))
    throw new HttpError(400, [], { iconId: 'The icon does not exist' });
}

/** The type above; none, "0" and "null" are said of a root. @throws HttpError 400, 404 */
function parentOf(
  call: AssetsCall,
  id: string | number | null | undefined,
  schemaId: number,
): SimType | undefined {
  if (id === undefined || id === null || /^(0|null|)$/.test(String(id))) return undefined;
  const parent = typeOf(call, id);
  if (parent.schemaId !== schemaId)
    throw new HttpError(400, [], {
      parentObjectTypeId: 'The parent has to be of the same object schema',
    });
  return parent;
}

export const typeRoutes: [string, string, AssetsHandler][] = [
  [
    'POST',
    '/objecttype/create',
    (call) => {
      const {
        name,
        iconId,
        objectSchemaId,
        description,
        parentObjectTypeId,
        inherited,
        abstractObjectType,
      } = bodyOf(call) as {
        name?: string;
        iconId?: string | number;
        objectSchemaId?: string;
        description?: string;
        parentObjectTypeId?: string | number | null;
        inherited?: boolean;
        abstractObjectType?: boolean;
      };
      const schema = schemaOf(call, objectSchemaId);
      const { site } = call.world;
      assertManages(call, schema);
      checkType(call, schema.id, name, iconId);
      const parent = parentOf(call, parentObjectTypeId, schema.id);
      const type = site.addType(schema.id, name!, {
        description: description ?? '',
        iconId: String(iconId),
        parentId: parent?.id ?? null,
        inherited: inherited ?? false,
        abstract: abstractObjectType ?? false,
        created: site.now(),
        updated: site.now(),
      });
      return { status: call.world.settings.createStatus, json: call.render.type(type) };
    },
  ],
  [
    'GET',
    '/objecttype/:id',
    (call) => ({ json: call.render.type(typeOf(call, call.params['id'])) }),
  ],
  [
    'PUT',
    '/objecttype/:id',
    (call) => {
      const type = typeOf(call, call.params['id']);
      const { name, description, iconId, inherited, abstractObjectType } = bodyOf(call) as {
        name?: string;
        description?: string;
        iconId?: string;
        inherited?: boolean;
        abstractObjectType?: boolean;
      };
      assertManagesType(call, type.id);
      checkType(call, type.schemaId, name ?? type.name, iconId ?? type.iconId, type);
      if (abstractObjectType && call.world.site.objects.idsOfType(type.id).length > 0)
        throw new HttpError(400, [], { abstractObjectType: 'The object type has objects' });
      call.world.site.changeType(type, {
        ...(name ? { name } : {}),
        ...(description === undefined ? {} : { description }),
        ...(iconId === undefined ? {} : { iconId: String(iconId) }),
        ...(inherited === undefined ? {} : { inherited }),
        ...(abstractObjectType === undefined ? {} : { abstract: abstractObjectType }),
        updated: call.world.site.now(),
      });
      return { json: call.render.type(type) };
    },
  ],
  [
    'DELETE',
    '/objecttype/:id',
    (call) => {
      const type = typeOf(call, call.params['id']);
      assertManagesType(call, type.id);
      const json = call.render.type(type);
      call.world.site.deleteType(type.id);
      return { json };
    },
  ],
  [
    'GET',
    '/objecttype/:id/attributes',
    (call) => {
      const type = typeOf(call, call.params['id']);
      const { site } = call.world;
      const attributes =
        call.query.get('excludeParentAttributes') === 'true'
          ? site.ownAttributes(type.id)
          : site.attributesOf(type.id);
      return { json: asked(call, attributes).map((attribute) => call.render.attribute(attribute)) };
    },
  ],
  [
    'POST',
    '/objecttype/:id/position',
    (call) => {
      const type = typeOf(call, call.params['id']);
      const { toObjectTypeId, position } = bodyOf(call) as {
        toObjectTypeId?: string | number;
        position?: number;
      };
      const { site } = call.world;
      assertManagesType(call, type.id);
      const parent = parentOf(call, toObjectTypeId, type.schemaId);
      if (parent && site.withDescendants(type.id).includes(parent.id))
        throw new HttpError(400, [], {
          toObjectTypeId: 'An object type cannot stand below itself',
        });
      const siblings = site
        .typesOf(type.schemaId)
        .filter((other) => other !== type && other.parentId === (parent?.id ?? null))
        .sort((a, b) => a.position - b.position);
      siblings.splice(position ?? 0, 0, type);
      site.changeType(type, { parentId: parent?.id ?? null });
      siblings.forEach((each, at) => {
        each.position = at;
      });
      return { json: call.render.type(type) };
    },
  ],
  [
    'POST',
    '/objecttypeattribute/:typeId',
    (call) => {
      const type = typeOf(call, call.params['typeId']);
      const fields = fieldsOf(bodyOf(call) as AttributeBody);
      assertManagesType(call, type.id);
      checkAttribute(call.world.site, call.world.settings, type.id, fields);
      return {
        status: 201,
        json: call.render.attribute(call.world.site.addAttribute(type.id, fields.name!, fields)),
      };
    },
  ],
  [
    'PUT',
    '/objecttypeattribute/:typeId/:id',
    (call) => {
      const attribute = attributeOf(call, call.params['id']);
      const fields = fieldsOf(bodyOf(call) as AttributeBody, attribute);
      if (!call.world.site.attributesOf(typeOf(call, call.params['typeId']).id).includes(attribute))
        throw new HttpError(404, ['The attribute does not belong to the object type']);
      assertManagesType(call, attribute.typeId);
      checkAttribute(call.world.site, call.world.settings, attribute.typeId, fields, attribute);
      call.world.site.changeAttribute(attribute, fields);
      return { json: call.render.attribute(attribute) };
    },
  ],
  [
    'DELETE',
    '/objecttypeattribute/:id',
    (call) => {
      const attribute = attributeOf(call, call.params['id']);
      assertManagesType(call, attribute.typeId);
      if (!attribute.removable || attribute.label)
        throw new HttpError(400, ['The attribute cannot be removed.']);
      call.world.site.removeAttribute(attribute);
      return { status: 204 };
    },
  ],
];

import { HttpError } from '../http/http-error.ts';
import type { SimAttribute } from '../site/records/model.ts';
import { assertManagesType } from './assert-manages.ts';
import {
  bodyOf,
  typeOf,
  undocumented,
  type AssetsCall,
  type AssetsHandler,
} from './assets-call.ts';
import { checkAttribute } from './values/check-attribute.ts';

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
  iql?: string;
  options?: string;
}

/**
 * Fields that a create or update names, in the site's words. Create and read are asymmetric for
 * references: `typeValue` and `additionalValue` become the referenced type and the reference type.
 */
function fieldsOf(body: AttributeBody, before?: SimAttribute): Partial<SimAttribute> {
  const fields: Partial<SimAttribute> = {};
  const set = <K extends keyof SimAttribute>(
    name: K,
    value: SimAttribute[K] | null | undefined,
  ): void => {
    if (value !== undefined && value !== null) fields[name] = value;
  };
  set('name', body.name);
  set('type', asNumber(body.type));
  if (Number(body.type ?? before?.type) === 0) set('defaultTypeId', asNumber(body.defaultTypeId));
  set('label', body.label);
  set('description', body.description);
  set('typeValueMulti', body.typeValueMulti);
  if (Number(body.type ?? before?.type) === 1) {
    set('referenceObjectTypeId', asNumber(body.typeValue));
    set('referenceTypeId', asNumber(body.additionalValue));
  } else set('additionalValue', body.additionalValue);
  set('minimum', body.minimumCardinality);
  set('maximum', body.maximumCardinality);
  set('suffix', body.suffix);
  set('summable', body.summable);
  set('includeChildren', body.includeChildObjectTypes);
  set('hidden', body.hidden);
  set('unique', body.uniqueAttribute);
  set('regex', body.regexValidation);
  set('qlQuery', body.qlQuery ?? body.iql);
  set('options', body.options);
  return fields;
}

const asNumber = (value: string | number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value);

function attributeOf(call: AssetsCall, id: string | undefined): SimAttribute {
  const attribute = call.world.site.attributes.get(Number(id));
  if (!attribute)
    throw new HttpError(404, [`The object type attribute with id ${id} was not found`]);
  typeOf(call, attribute.typeId);
  return attribute;
}

/** Attributes of object types: made, changed and removed. */
export const attributeRoutes: [string, string, AssetsHandler][] = [
  [
    'POST',
    '/objecttypeattribute/:typeId',
    (call) => {
      const type = typeOf(call, call.params['typeId']);
      const fields = fieldsOf(bodyOf(call) as AttributeBody);
      assertManagesType(call, type.id);
      checkAttribute(call.world.site, call.world.settings, { typeId: type.id, fields });
      return {
        status: 201,
        json: call.render.attribute(
          call.world.site.addAttribute(type.id, fields.name ?? '', fields),
        ),
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
      checkAttribute(call.world.site, call.world.settings, {
        typeId: attribute.typeId,
        fields,
        before: attribute,
      });
      call.world.site.changeAttribute(attribute, fields);
      return { json: call.render.attribute(attribute) };
    },
  ],
  [
    'POST',
    '/objecttypeattribute/:typeId/:id/position',
    undocumented('attribute-order', (call) => {
      const attribute = attributeOf(call, call.params['id']);
      assertManagesType(call, attribute.typeId);
      const { position } = bodyOf(call) as { position?: unknown };
      if (typeof position !== 'number') throw new HttpError(400, ['The position is no number.']);
      call.world.site.moveAttribute(attribute, position);
      return { json: call.render.attribute(attribute) };
    }),
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
      return { status: call.world.settings.emptyStatus };
    },
  ],
];

import { HttpError } from '../http/http-error.ts';
import type { SimType } from '../site/records/model.ts';
import { askedAttributes } from './asked-attributes.ts';
import { bodyOf, schemaOf, typeOf, type AssetsCall, type AssetsHandler } from './assets-call.ts';
import { assertManages, assertManagesType } from './assert-manages.ts';

interface TypeBody {
  name?: string;
  iconId?: string | number;
  objectSchemaId?: string;
  description?: string;
  parentObjectTypeId?: string | number | null;
  inherited?: boolean;
  abstractObjectType?: boolean;
}

/** A name and an icon, and the type that they are for: none when it is new. */
interface TypeChange {
  schemaId: number;
  name: string | undefined;
  iconId: string | number | undefined;
  type?: SimType;
}

/** @throws HttpError 400 */
function checkType(call: AssetsCall, { schemaId, name, iconId, type }: TypeChange): void {
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
        name = '',
        iconId,
        objectSchemaId,
        parentObjectTypeId,
        ...rest
      } = bodyOf(call) as TypeBody;
      const schema = schemaOf(call, objectSchemaId);
      const { site } = call.world;
      assertManages(call, schema);
      checkType(call, { schemaId: schema.id, name, iconId });
      const parent = parentOf(call, parentObjectTypeId, schema.id);
      const type = site.addType(schema.id, name, {
        description: rest.description ?? '',
        iconId: String(iconId),
        parentId: parent?.id ?? null,
        inherited: rest.inherited ?? false,
        abstract: rest.abstractObjectType ?? false,
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
      const { name, description, iconId, inherited, abstractObjectType } = bodyOf(call) as TypeBody;
      assertManagesType(call, type.id);
      checkType(call, {
        schemaId: type.schemaId,
        name: name ?? type.name,
        iconId: iconId ?? type.iconId,
        type,
      });
      if (abstractObjectType && call.world.site.objects.idsOfType(type.id).length > 0)
        throw new HttpError(400, [], { abstractObjectType: 'The object type has objects' });
      call.world.site.changeType(type, {
        name: name || type.name,
        description: description ?? type.description,
        iconId: String(iconId ?? type.iconId),
        inherited: inherited ?? type.inherited,
        abstract: abstractObjectType ?? type.abstract,
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
      return {
        json: askedAttributes(call, attributes).map((attribute) =>
          call.render.attribute(attribute),
        ),
      };
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
];

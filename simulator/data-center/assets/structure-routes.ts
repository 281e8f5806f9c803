import type { AssetsHandler } from '../../assets/assets-call.ts';
import { schemaOf, typeOf, type AssetsCall } from '../../assets/assets-call.ts';
import { manages } from '../../assets/assert-manages.ts';
import { askedAttributes } from '../../assets/asked-attributes.ts';
import type { SimSchema } from '../../site/records/model.ts';

/** Whoever does not manage a schema gets an empty list of its structure, without a word (G). */
const seesStructure = ({ account, world }: AssetsCall, schema: SimSchema): boolean =>
  !world.settings.structureForManagers || manages(account, schema);

function schemaWithCounts(call: AssetsCall, schema: SimSchema): object {
  const { archived } = call.world.site.dataCenter;
  const archivedObjectCount = [...archived.values()].filter(
    ({ object }) => call.world.site.requireType(object.typeId).schemaId === schema.id,
  ).length;
  return { ...call.render.schema(schema, false), archivedObjectCount };
}

export const structureRoutes: [string, string, AssetsHandler][] = [
  [
    'GET',
    '/objectschema/list',
    (call) => ({
      json: {
        objectschemas: [...call.world.site.schemas.values()]
          .filter(({ id }) => call.visible.has(id))
          .map((schema) => schemaWithCounts(call, schema)),
      },
    }),
  ],
  [
    'GET',
    '/objectschema/:id',
    (call) => ({ json: schemaWithCounts(call, schemaOf(call, call.params['id'])) }),
  ],
  [
    'GET',
    '/objectschema/:id/objecttypes/flat',
    (call) => {
      const schema = schemaOf(call, call.params['id']);
      if (!seesStructure(call, schema)) return { json: [] };
      const withCounts = call.world.settings.countsOfTypes;
      const types = call.world.site.typesOf(schema.id).map((type) => call.render.type(type));
      return { json: withCounts ? types : types.map((type) => ({ ...type, objectCount: 0 })) };
    },
  ],
  [
    'GET',
    '/objecttype/:id/attributes',
    (call) => {
      const type = typeOf(call, call.params['id']);
      const { site } = call.world;
      if (!seesStructure(call, schemaOf(call, type.schemaId))) return { json: [] };
      const all =
        call.query.get('excludeParentAttributes') === 'true'
          ? site.ownAttributes(type.id)
          : site.attributesOf(type.id);
      return {
        json: askedAttributes(call, all).map((attribute) => ({
          ...call.render.attribute(attribute),
          objectAttributeExists: false,
        })),
      };
    },
  ],
  [
    'GET',
    '/icon/objectschema/:id',
    (call) => {
      const { id } = schemaOf(call, call.params['id']);
      const all = [...call.world.site.icons.values()];
      const own = all.filter(({ schemaId }) => schemaId === id);
      return { json: own.map((icon) => call.render.icon(icon.id)) };
    },
  ],
];

import { HttpError } from '../exchange.ts';
import { PNG } from '../png.ts';
import type { SimReferenceType, SimStatus } from '../site/model.ts';
import { bodyOf, schemaOf, type AssetsCall, type AssetsHandler } from './routes.ts';

/** With a schema: that schema's (and the global ones where the switch says so); without: the global ones. */
function scoped<T extends { schemaId?: number }>(call: AssetsCall, items: Iterable<T>): T[] {
  const asked = call.query.get('objectSchemaId');
  const schemaId = asked === null ? undefined : schemaOf(call, asked).id;
  return [...items].filter((item) => item.schemaId === schemaId || (item.schemaId === undefined && (schemaId === undefined || call.world.settings.typesIncludeGlobals || call.query.get('includeAll') === 'true')));
}

function statusOf(call: AssetsCall): SimStatus {
  const status = call.world.site.statuses.get(Number(call.params['id']));
  if (!status) throw new HttpError(404, [`The status type with id ${call.params['id']} was not found`]);
  return status;
}

export const configRoutes: [string, string, AssetsHandler][] = [
  ['GET', '/config/referencetype', (call) => ({ json: scoped(call, call.world.site.referenceTypes.values()).map((type) => call.render.referenceType(type)) })],
  ['POST', '/config/referencetype', (call) => {
    const { name, description, color, objectSchemaId } = bodyOf(call) as { name?: string; description?: string; color?: string; objectSchemaId?: string };
    if (!name) throw new HttpError(400, [], { name: 'The name is required' });
    const type: SimReferenceType = { id: call.world.site.nextId(), name, description: description ?? '', color: color ?? '1ab812', removable: true, ...(objectSchemaId ? { schemaId: schemaOf(call, objectSchemaId).id } : {}) };
    call.world.site.referenceTypes.set(type.id, type);
    return { status: call.world.settings.createStatus, json: call.render.referenceType(type) };
  }],
  ['GET', '/config/statustype', (call) => ({ json: scoped(call, call.world.site.statuses.values()).map((status) => call.render.status(status)) })],
  ['POST', '/config/statustype', (call) => {
    const { name, category, description, objectSchemaId } = bodyOf(call) as { name?: string; category?: number; description?: string; objectSchemaId?: string };
    if (!name || name.length > 30) throw new HttpError(400, [], { name: 'The name is required, up to 30 characters' });
    const status: SimStatus = { id: call.world.site.nextId(), name, category: Number(category ?? 0), description: description ?? '', ...(objectSchemaId ? { schemaId: schemaOf(call, objectSchemaId).id } : {}) };
    call.world.site.statuses.set(status.id, status);
    return { status: call.world.settings.createStatus, json: call.render.status(status) };
  }],
  ['GET', '/config/statustype/:id', (call) => ({ json: call.render.status(statusOf(call)) })],
  ['PUT', '/config/statustype/:id', (call) => {
    const { name, category, description } = bodyOf(call) as { name?: string; category?: number; description?: string };
    return { json: call.render.status(Object.assign(statusOf(call), { ...(name ? { name } : {}), ...(category === undefined ? {} : { category }), ...(description === undefined ? {} : { description }) })) };
  }],
  ['DELETE', '/config/statustype/:id', (call) => {
    call.world.site.statuses.delete(statusOf(call).id);
    return { status: 204 };
  }],
  ['GET', '/icon/global', (call) => ({ json: [...call.world.site.icons.values()].map((icon) => call.render.icon(icon.id)) })],
  ['GET', '/icon/:id', (call) => {
    if (!call.world.site.icons.has(call.params['id']!)) throw new HttpError(404, ['The icon was not found']);
    return { json: call.render.icon(call.params['id']!) };
  }],
  ['GET', '/icon/:id/icon.png', () => ({ body: PNG, headers: { 'content-type': 'image/png' } })],
  ['POST', '/global/config/objectschema/:id/property', (call) => {
    const schema = schemaOf(call, call.params['id']);
    for (const name of ['allowOtherObjectSchema', 'validateQuickCreate', 'quickCreateObjects']) {
      const value = bodyOf(call)[name];
      if (typeof value === 'boolean') schema.properties[name] = value;
    }
    return { status: 204 };
  }],
];

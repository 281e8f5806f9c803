import type { Value } from './site/model.ts';
import type { Site } from './site/site.ts';

/** The whole content of a schema, sorted, ids replaced by names that do not depend on the site: for comparing a schema with its restored copy. */
export function canonicalSchema(site: Site, schemaId: number): object {
  const schema = site.schemas.get(schemaId)!;
  const types = site.typesOf(schemaId);
  const pathOf = (typeId: number): string => { const type = site.types.get(typeId); return !type ? '' : type.parentId === null ? type.name : `${pathOf(type.parentId)} / ${type.name}`; };
  const names = new Map<number, string>();
  for (const type of types) {
    const seen = new Map<string, number>();
    for (const id of site.objects.idsOfType(type.id)) {
      const label = site.labelOf(site.objects.get(id)!);
      const occurrence = (seen.get(label) ?? 0) + 1;
      seen.set(label, occurrence);
      names.set(id, `${pathOf(type.id)}: ${label} #${occurrence}`);
    }
  }
  const valueOf = (value: Value): unknown => (typeof value === 'object' && 'ref' in value ? { ref: names.get(value.ref) ?? (site.objects.get(value.ref) ? `outside: ${site.labelOf(site.objects.get(value.ref)!)}` : 'gone') } : typeof value === 'object' && 'status' in value ? { status: site.statuses.get(value.status)?.name } : value);
  const objects = types.flatMap((type) => site.objects.idsOfType(type.id).map((id) => {
    const object = site.objects.get(id)!;
    const values = site.attributesOf(type.id).filter((attribute) => (object.values[attribute.id]?.length ?? 0) > 0).map((attribute) => [attribute.name, object.values[attribute.id]!.map(valueOf).map((value) => JSON.stringify(value)).sort()]);
    return { name: names.get(id)!, values: Object.fromEntries(values.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))) };
  })).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return {
    schema: { name: schema.name, key: schema.key, description: schema.description },
    types: types.map((type) => ({
      path: pathOf(type.id), description: type.description, inherited: type.inherited, abstract: type.abstract, icon: site.icons.get(type.iconId)?.name ?? '',
      attributes: site.ownAttributes(type.id).map(({ id: _id, typeId: _typeId, referenceObjectTypeId, referenceTypeId, ...rest }) => ({ ...rest, ...(referenceObjectTypeId ? { references: pathOf(referenceObjectTypeId), by: site.referenceTypes.get(referenceTypeId!)?.name } : {}) })),
    })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    statuses: [...site.statuses.values()].filter((status) => status.schemaId === schemaId).map(({ name, category }) => ({ name, category })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    objects,
  };
}

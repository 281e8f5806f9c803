import type { Random } from '../../simulator/kernel/random.ts';
import type { SimAttribute, SimType, Value } from '../../simulator/site/model.ts';
import type { Site } from '../../simulator/site/site.ts';

/**
 * What a perfect restore leaves behind, made without one: the schemas on another site, everything
 * made in another order and under other ids.
 */
export function copySchemas(
  from: Site,
  schemaIds: number[],
  to: Site,
  random: Random,
): Map<number, number> {
  const ids = new Map<number, number>();
  const shuffled = <T>(items: Iterable<T>): T[] =>
    [...items]
      .map((item) => ({ item, at: random.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  const moved = (id: number): number => ids.get(id) ?? id;
  const depthOf = (type: SimType): number =>
    type.parentId === null ? 0 : depthOf(from.types.get(type.parentId)!) + 1;
  for (const id of schemaIds) {
    const { name, key, description } = from.schemas.get(id)!;
    ids.set(id, to.addSchema(name, key, description).id);
  }
  for (const [here, there] of [
    [from.statuses, to.statuses],
    [from.referenceTypes, to.referenceTypes],
  ] as const)
    for (const item of shuffled<{ id: number; name: string; schemaId?: number }>(here.values())) {
      if (item.schemaId !== undefined && !schemaIds.includes(item.schemaId)) continue;
      const same = [...there.values()].find(
        (other) => item.schemaId === undefined && other.name === item.name,
      );
      if (same) {
        ids.set(item.id, same.id);
        continue;
      }
      const id = to.nextId();
      ids.set(item.id, id);
      (there as Map<number, object>).set(id, {
        ...item,
        id,
        ...(item.schemaId === undefined ? {} : { schemaId: moved(item.schemaId) }),
      });
    }
  for (const icon of from.icons.values())
    if (![...to.icons.values()].some((other) => other.name === icon.name))
      to.icons.set(icon.id, icon);
  const types = shuffled(schemaIds.flatMap((id) => from.typesOf(id))).sort(
    (a, b) => depthOf(a) - depthOf(b),
  );
  for (const { id, schemaId, name, parentId, description, inherited, abstract, iconId } of types) {
    const icon = [...to.icons.values()].find(
      (other) => other.name === from.icons.get(iconId)?.name,
    )!;
    ids.set(
      id,
      to.addType(moved(schemaId), name, {
        description,
        inherited,
        abstract,
        iconId: icon.id,
        parentId: parentId === null ? null : moved(parentId),
      }).id,
    );
  }
  for (const type of types)
    from
      .ownAttributes(type.id)
      .forEach((attribute, at) =>
        ids.set(attribute.id, copyAttribute(to, moved(type.id), attribute, at, moved).id),
      );
  const objects = shuffled(types.flatMap((type) => from.objects.idsOfType(type.id))).map((id) =>
    from.objects.get(id)!,
  );
  for (const object of objects) ids.set(object.id, to.addObject(moved(object.typeId), {}).id);
  const value = (item: Value): Value =>
    typeof item === 'string'
      ? item
      : 'ref' in item
        ? { ref: moved(item.ref) }
        : 'status' in item
          ? { status: moved(item.status) }
          : item;
  for (const object of objects)
    to.updateObject(
      to.objects.get(moved(object.id))!,
      Object.fromEntries(
        Object.entries(object.values).map(([id, list]) => [
          moved(Number(id)),
          shuffled(list).map(value),
        ]),
      ),
    );
  for (const type of types)
    for (const { id, qlQuery } of from.ownAttributes(type.id))
      if (qlQuery)
        to.changeAttribute(to.attributes.get(moved(id))!, { qlQuery: rewritten(qlQuery) });
  return ids;

  /**
   * Ids and keys in our seeds' filters stand where nothing else of the same digits does, but within
   * the quotes that only look like them.
   */
  function rewritten(query: string): string {
    return query
      .replace(
        /((?:objectTypeId|objectId|objectSchemaId) (?:!?= |IN \())([\d, ]+)/g,
        (_all, head: string, list: string) =>
          head + list.replace(/\d+/g, (id) => String(moved(Number(id)))),
      )
      .replace(
        /objectTypeAndChildren\((\d+)\)/g,
        (_all, id: string) => `objectTypeAndChildren(${moved(Number(id))})`,
      )
      .replace(/NASTY-\d+/g, (key) => to.keyOf(to.objects.get(moved(from.byKey(key)!.id))!))
      .replace(/Name = "objectTypeId = \d+"/, () => /Name = "objectTypeId = \d+"/.exec(query)![0]);
  }
}

function copyAttribute(
  to: Site,
  typeId: number,
  { id: _id, typeId: _typeId, position: _position, ...attribute }: SimAttribute,
  at: number,
  moved: (id: number) => number,
): SimAttribute {
  const changes = {
    ...attribute,
    ...(attribute.referenceObjectTypeId === undefined
      ? {}
      : {
          referenceObjectTypeId: moved(attribute.referenceObjectTypeId),
          referenceTypeId: moved(attribute.referenceTypeId!),
        }),
  };
  const own = to.ownAttributes(typeId)[at];
  if (own) {
    to.changeAttribute(own, changes);
    own.label = attribute.label;
    return own;
  }
  return to.addAttribute(typeId, attribute.name, changes);
}

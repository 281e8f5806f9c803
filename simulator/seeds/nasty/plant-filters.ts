import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject } from '../../site/records/model.ts';
import { referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';
import type { InheritedThings } from './plant-inheritance.ts';

/**
 * Filters that name types, objects and schemas by id, key and name, and texts that only look like
 * them.
 */
export function plantFilters(
  planter: Planter,
  schemaId: number,
  twins: SimObject[],
  { top, leaf, objects }: InheritedThings,
): void {
  const { site } = planter;
  const type = site.addType(schemaId, 'Filtered');
  const [key, id, other] = [
    site.keyOf(itemAt(objects, 1)),
    itemAt(objects, 2).id,
    itemAt(objects, 4).id,
  ];
  const filters = [
    `objectTypeId = ${leaf.id}`,
    `objectTypeId IN (${leaf.id}, ${top.id}) AND objectId IN (${id}, ${other})`,
    `Key = "${key}" OR Key IN (${key}, "${site.keyOf(itemAt(objects, 2))}")`,
    `objectType = "Thermometer" AND objectSchemaId = ${schemaId}`,
    `objectType IN objectTypeAndChildren("Thing")`,
    `objectType IN objectTypeAndChildren(${top.id})`,
    `(objectTypeId = ${leaf.id} AND NOT (Power > 3 OR objectId = ${id})) OR (Serial = "${id}" AND Name LIKE "${leaf.id}")`,
    `object HAVING outboundReferences(objectTypeId = ${leaf.id} AND Key = "${key}")`,
    `object NOT HAVING inboundReferences(objectId IN (${other}))`,
    `Name = "objectTypeId = ${leaf.id}" OR "Part of".Key = "${key}"`,
    `objectTypeId != ${itemAt(twins, 0).typeId} ORDER BY Name DESC`,
  ];
  filters.forEach((qlQuery, at) =>
    site.addAttribute(type.id, `Filter ${at + 1}`, {
      type: 1,
      referenceObjectTypeId: top.id,
      referenceTypeId: referenceId(site, 'Link'),
      includeChildren: true,
      maximum: -1,
      qlQuery,
    }),
  );
  for (let at = 0; at < 6; at += 1)
    planter.add(type, {
      Name: `Filtered ${at}`,
      'Filter 1': { ref: itemAt(objects, 1).id },
      'Filter 2': [{ ref: id }, { ref: other }].slice(0, 1 + (at % 2)),
    });
}

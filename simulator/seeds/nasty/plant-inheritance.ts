import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject, SimType } from '../../site/records/model.ts';
import { attributeId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

/** The type at the top, the one at the bottom, and the objects below the top. */
export interface InheritedThings {
  top: SimType;
  leaf: SimType;
  objects: SimObject[];
}

export function plantInheritance(
  planter: Planter,
  schemaId: number,
  chained: number,
): InheritedThings {
  const { site } = planter;
  const top = site.addType(schemaId, 'Thing', {
    inherited: true,
    abstract: true,
    description: 'Abstract',
  });
  site.addAttribute(top.id, 'Serial', { unique: true, minimum: 1 });
  site.addAttribute(top.id, 'Part of', {
    type: 1,
    referenceObjectTypeId: top.id,
    referenceTypeId: chained,
    includeChildren: true,
  });
  const device = site.addType(schemaId, 'Device', {
    parentId: top.id,
    inherited: true,
    abstract: true,
  });
  site.addAttribute(device.id, 'Power', { defaultTypeId: 1, suffix: 'W' });
  const sensor = site.addType(schemaId, 'Sensor', { parentId: device.id, inherited: true });
  site.addAttribute(sensor.id, 'Unit', { defaultTypeId: 10, options: '°C,hPa' });
  const leaf = site.addType(schemaId, 'Thermometer', { parentId: sensor.id });
  site.addAttribute(leaf.id, 'Code', { unique: true });
  const apart = site.addType(schemaId, 'Stands below, inherits nothing', { parentId: leaf.id });
  site.addAttribute(apart.id, 'Serial');
  const objects = Array.from({ length: 20 }, (_none, at) =>
    planter.add(at % 3 ? leaf : sensor, {
      Name: `Sensor ${at % 15}`,
      Serial: `T${at}`,
      Power: String(at),
      Unit: at % 2 ? '°C' : 'hPa',
      Code: at % 3 ? `c-${at}` : undefined,
    }),
  );
  objects.forEach((each, at) => {
    if (at > 0)
      each.values[attributeId(site, each.typeId, 'Part of')] = [
        { ref: itemAt(objects, Math.floor(at / 2)).id },
      ];
  });
  for (let at = 0; at < 3; at += 1) planter.add(apart, { Name: `Apart ${at}`, Serial: 'T1' });
  return { top, leaf, objects };
}

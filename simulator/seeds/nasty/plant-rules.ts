import { itemAt } from '../../kernel/item-at.ts';
import { attributeId, referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

/** Two unique attributes, required ones, patterns, cardinalities. */
export function plantRules(planter: Planter, schemaId: number): void {
  const { site } = planter;
  const type = site.addType(schemaId, 'Strict');
  site.addAttribute(type.id, 'Number', { unique: true, minimum: 1, regex: 'S-\\d{3}' });
  site.addAttribute(type.id, 'Mail', { defaultTypeId: 8, unique: true, regex: '.+@example\\.com' });
  site.addAttribute(type.id, 'Colours', {
    defaultTypeId: 10,
    options: 'red,green,blue,black',
    minimum: 2,
    maximum: 3,
  });
  site.addAttribute(type.id, 'State', { type: 7, minimum: 1 });
  site.addAttribute(type.id, 'Parent', {
    type: 1,
    referenceObjectTypeId: type.id,
    referenceTypeId: referenceId(site, 'Reference'),
    minimum: 1,
  });
  const all = Array.from({ length: 24 }, (_none, at) =>
    planter.add(type, {
      Name: at % 2 ? 'Strict' : `Strict ${at}`,
      Number: `S-${100 + at}`,
      Mail: at % 3 ? `s${at}@example.com` : undefined,
      Colours: at % 2 ? ['red', 'black'] : ['green', 'blue', 'red'],
      State: planter.status('In quarantine'),
    }),
  );
  all.forEach((each, at) => {
    each.values[attributeId(site, type.id, 'Parent')] = [
      { ref: itemAt(all, at < 2 ? at : at - 2).id },
    ];
  });
}

import { lookUp } from '../../kernel/look-up.ts';
import { attributeId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

/** The attribute "Name" has another name, and the label is another attribute. */
export function plantLabels(planter: Planter, schemaId: number): void {
  const { site } = planter;
  const type = site.addType(schemaId, 'Umbenannt');
  site.changeAttribute(lookUp(site.attributes, attributeId(site, type.id, 'Name'), 'attribute'), {
    name: 'Bezeichnung',
  });
  site.addAttribute(type.id, 'Name', { description: 'Not the one that Assets made' });
  site.addAttribute(type.id, 'Kurzname', { label: true });
  for (let at = 0; at < 12; at += 1)
    planter.add(type, {
      Bezeichnung: `Langer Name ${at % 7}`,
      Name: `another ${at}`,
      Kurzname: at % 5 === 4 ? undefined : `K${at % 3}`,
    });
}

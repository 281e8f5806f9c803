import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject } from '../../site/records/model.ts';
import type { Planter } from '../planting/planter.ts';

/** Objects that only their references tell apart, and some that nothing does. */
export function plantEqual(planter: Planter, schemaId: number, chained: number): SimObject[] {
  const { site } = planter;
  const twin = site.addType(schemaId, 'Twin', { iconId: '9e107d9d-372b-4b68-8d1e-3542a419d6aa' });
  site.addAttribute(twin.id, 'Colour');
  const pointer = site.addType(schemaId, 'Pointer "to" a/b');
  site.addAttribute(pointer.id, 'To', {
    type: 1,
    referenceObjectTypeId: twin.id,
    referenceTypeId: chained,
    maximum: -1,
  });
  const twins = Array.from({ length: 10 }, () =>
    planter.add(twin, { Name: 'Same', Colour: 'grey' }),
  );
  for (let at = 0; at < 6; at += 1)
    planter.add(pointer, {
      Name: at < 3 ? `Pointer ${at}` : 'Pointer',
      To: [{ ref: itemAt(twins, at).id }, ...(at % 2 ? [{ ref: itemAt(twins, at + 1).id }] : [])],
    });
  return twins;
}

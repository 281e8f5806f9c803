import type { OddMembers } from '../../site/records/model.ts';
import type { Planter } from '../planting/planter.ts';

/** In the place of the label, and of the name beside it. */
const NO_LABELS: OddMembers[] = [
  { label: undefined, name: undefined },
  { label: null, name: null },
  { label: undefined },
  { label: null, objectType: undefined },
];

/** A schema none of whose objects comes with a label. */
export function plantUnlabeled(planter: Planter): void {
  const { site } = planter;
  const schema = site.addSchema('Without labels', 'NOLABEL', '');
  const type = site.addType(schema.id, 'Nameless');
  site.addAttribute(type.id, 'Note');
  for (const [at, odd] of NO_LABELS.entries()) {
    const object = planter.add(type, { Name: `Nameless ${at + 1}`, Note: 'Its label is missing' });
    object.odd = odd;
  }
}

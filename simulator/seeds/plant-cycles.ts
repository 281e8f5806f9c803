import { itemAt } from '../kernel/item-at.ts';
import { Random } from '../kernel/random.ts';
import type { SimObject, SimType, Value } from '../site/records/model.ts';
import type { Site } from '../site/site.ts';
import { addPeople } from './planting/add-people.ts';
import { attributeId, referenceId } from './planting/attribute-id.ts';
import { Planter } from './planting/planter.ts';

/**
 * One schema where hardly an object can be made in the order of its references: 241 objects that
 * name themselves or each other, and chains into and out of such cycles.
 */
export function plantCycles(site: Site): void {
  addPeople(site, 3);
  const planter = new Planter(site, new Random('cycles'));
  const schema = site.addSchema('Cycles', 'CYC', 'Everything refers to everything');
  plantNodes(planter, site.addType(schema.id, 'Node'));
  plantRequired(planter, schema.id);
}

const refs = (objects: SimObject[]): Value[] => objects.map(({ id }) => ({ ref: id }));

function plantNodes(planter: Planter, node: SimType): void {
  const { site, random } = planter;
  const to = { type: 1, referenceObjectTypeId: node.id };
  site.addAttribute(node.id, 'Next', {
    ...to,
    referenceTypeId: referenceId(site, 'Link'),
    maximum: -1,
  });
  site.addAttribute(node.id, 'Self', { ...to, referenceTypeId: referenceId(site, 'Depends') });
  const nodes = (count: number, name: (at: number) => string): SimObject[] =>
    Array.from({ length: count }, (_none, at) => planter.add(node, { Name: name(at) }));
  const set = (object: SimObject, name: string, others: SimObject[]): void => {
    object.values[attributeId(site, node.id, name)] = refs(others);
  };
  nodes(5, (at) => `Self ${at % 4}`).forEach((each) => set(each, 'Self', [each]));
  for (let pair = 0; pair < 6; pair += 1) {
    const [a, b] = nodes(2, (at) => `Pair ${at}`) as [SimObject, SimObject];
    set(a, 'Next', [b]);
    set(b, 'Next', [a]);
  }
  const rings = Array.from({ length: 4 }, (_none, ring) =>
    nodes(7, (at) => (ring < 2 ? `Bead ${at}` : 'Bead')),
  );
  for (const ring of rings)
    ring.forEach((each, at) => set(each, 'Next', [itemAt(ring, (at + 1) % 7)]));
  const knot = nodes(30, (at) => `Knot ${at}`);
  knot.forEach((each, at) => {
    set(each, 'Next', [
      ...new Set([
        itemAt(knot, (at + 1) % 30),
        random.pick(knot),
        random.pick(knot),
        random.pick(knot),
        random.pick(knot),
      ]),
    ]);
    if (at % 3 === 0) set(each, 'Self', [each]);
  });
  const into = nodes(10, (at) => `Into ${at}`);
  into.forEach((each, at) => set(each, 'Next', [into[at + 1] ?? itemAt(itemAt(rings, 2), 0)]));
  const out = nodes(10, (at) => `Out ${at}`);
  out.forEach((each, at) => {
    if (out[at + 1]) set(each, 'Next', [itemAt(out, at + 1)]);
  });
  set(itemAt(itemAt(rings, 3), 0), 'Next', [itemAt(itemAt(rings, 3), 1), itemAt(out, 0)]);
  set(itemAt(knot, 0), 'Next', [itemAt(knot, 1), itemAt(itemAt(rings, 0), 0), itemAt(out, 5)]);
  const bridge = nodes(10, (at) => `Bridge ${at}`);
  bridge.forEach((each, at) => set(each, 'Next', [bridge[at + 1] ?? itemAt(itemAt(rings, 1), 3)]));
  set(itemAt(itemAt(rings, 0), 4), 'Next', [itemAt(itemAt(rings, 0), 5), itemAt(bridge, 0)]);
}

/** References that no object may be without, in cycles anyway. */
function plantRequired(planter: Planter, schemaId: number): void {
  const { site } = planter;
  const [hen, egg, boss] = [
    site.addType(schemaId, 'Hen'),
    site.addType(schemaId, 'Egg'),
    site.addType(schemaId, 'Boss'),
  ];
  const by = { type: 1, referenceTypeId: referenceId(site, 'Depends'), minimum: 1 };
  site.addAttribute(hen.id, 'Hatched from', { ...by, referenceObjectTypeId: egg.id });
  site.addAttribute(hen.id, 'Friends', {
    ...by,
    referenceObjectTypeId: hen.id,
    minimum: 2,
    maximum: 4,
  });
  site.addAttribute(egg.id, 'Laid by', { ...by, referenceObjectTypeId: hen.id });
  site.addAttribute(egg.id, 'Number', { unique: true, minimum: 1 });
  site.addAttribute(boss.id, 'Reports to', { ...by, referenceObjectTypeId: boss.id });
  const hens = Array.from({ length: 48 }, (_none, at) =>
    planter.add(hen, { Name: `Hen ${at % 40}` }),
  );
  const eggs = hens.map((each, at) =>
    planter.add(egg, { Name: 'Egg', Number: `E-${at}`, 'Laid by': { ref: each.id } }),
  );
  hens.forEach((each, at) => {
    each.values[attributeId(site, hen.id, 'Hatched from')] = refs([
      itemAt(eggs, at % 12 === 11 ? at - 11 : at + 1),
    ]);
    each.values[attributeId(site, hen.id, 'Friends')] = refs([
      itemAt(hens, (at + 1) % 48),
      itemAt(hens, (at * 7 + 5) % 48 === at ? (at + 2) % 48 : (at * 7 + 5) % 48),
    ]);
  });
  const bosses = Array.from({ length: 40 }, (_none, at) =>
    planter.add(boss, { Name: `Boss ${at}` }),
  );
  bosses.forEach((each, at) => {
    each.values[attributeId(site, boss.id, 'Reports to')] = refs([
      itemAt(bosses, at === 0 ? 0 : Math.floor((at - 1) / 3)),
    ]);
  });
}

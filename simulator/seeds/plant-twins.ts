import { itemAt } from '../kernel/item-at.ts';
import { Random } from '../kernel/random.ts';
import type { SimType } from '../site/records/model.ts';
import type { Site } from '../site/site.ts';
import { addPeople } from './planting/add-people.ts';
import { attributeId, referenceId } from './planting/attribute-id.ts';
import { Planter } from './planting/planter.ts';

/**
 * Two schemas that refer to each other in both directions, by required references and by filters.
 */
export function plantTwins(site: Site): void {
  addPeople(site, 3);
  const planter = new Planter(site, new Random('twins'));
  const by = { referenceTypeId: referenceId(site, 'Link') };
  const [left, right] = [
    site.addSchema('Left', 'LEFT', 'Refers to Right', {
      properties: { allowOtherObjectSchema: true },
    }),
    site.addSchema('Right', 'RIGHT', 'Refers to Left', {
      properties: { allowOtherObjectSchema: true },
    }),
  ];
  const [glove, hand] = [site.addType(left.id, 'Glove'), site.addType(right.id, 'Hand')];
  const [hook, eye] = [
    site.addType(left.id, 'Hook'),
    site.addType(right.id, 'Eye', { inherited: true }),
  ];
  const needle = site.addType(right.id, 'Needle', { parentId: eye.id });
  site.addAttribute(glove.id, 'Fits', {
    type: 1,
    referenceObjectTypeId: hand.id,
    ...by,
    minimum: 1,
    qlQuery: `objectSchemaId = ${right.id} AND objectTypeId = ${hand.id}`,
  });
  site.addAttribute(hand.id, 'Wears', {
    type: 1,
    referenceObjectTypeId: glove.id,
    ...by,
    maximum: -1,
  });
  site.addAttribute(hook.id, 'Closes with', {
    type: 1,
    referenceObjectTypeId: eye.id,
    ...by,
    includeChildren: true,
    minimum: 1,
    maximum: 3,
  });
  site.addAttribute(eye.id, 'Opens with', {
    type: 1,
    referenceObjectTypeId: hook.id,
    ...by,
    minimum: 1,
  });
  plantGloves(planter, glove, hand);
  plantHooks(planter, { hook, eye, needle });
}

function plantGloves(planter: Planter, glove: SimType, hand: SimType): void {
  const gloves = Array.from({ length: 12 }, (_none, at) =>
    planter.add(glove, { Name: `Glove ${at % 10}` }),
  );
  const hands = Array.from({ length: 12 }, (_none, at) =>
    planter.add(hand, {
      Name: `Hand ${at % 9}`,
      Wears:
        at % 4 === 3
          ? undefined
          : [{ ref: itemAt(gloves, at).id }, { ref: itemAt(gloves, (at * 5 + 2) % 12).id }],
    }),
  );
  gloves.forEach((each, at) => {
    each.values[attributeId(planter.site, glove.id, 'Fits')] = [
      { ref: itemAt(hands, (at + 1) % 12).id },
    ];
  });
}

function plantHooks(
  planter: Planter,
  { hook, eye, needle }: { hook: SimType; eye: SimType; needle: SimType },
): void {
  const hooks = Array.from({ length: 6 }, (_none, at) => planter.add(hook, { Name: `Hook ${at}` }));
  const eyes = Array.from({ length: 6 }, (_none, at) =>
    planter.add(at < 4 ? eye : needle, {
      Name: `Eye ${at}`,
      'Opens with': { ref: itemAt(hooks, at).id },
    }),
  );
  hooks.forEach((each, at) => {
    each.values[attributeId(planter.site, hook.id, 'Closes with')] = [
      { ref: itemAt(eyes, at).id },
      { ref: itemAt(eyes, (at + 3) % 6).id },
    ];
  });
}

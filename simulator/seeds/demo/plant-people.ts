import { itemAt } from '../../kernel/item-at.ts';
import { lookUp } from '../../kernel/look-up.ts';
import type { SimObject, SimType } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import { attributeId, referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

function addPersonType(site: Site, officeTypeId: number): SimType {
  const schema = site.addSchema('People', 'PEOPLE', 'Everybody who works here');
  const person = site.addType(schema.id, 'Person', { iconId: '3' });
  site.addAttribute(person.id, 'Account', { type: 2 });
  site.addAttribute(person.id, 'Email', { defaultTypeId: 8, maximum: -1, regex: '.+@.+' });
  site.addAttribute(person.id, 'Personnel number', { unique: true });
  site.addAttribute(person.id, 'Joined', { defaultTypeId: 4 });
  site.addAttribute(person.id, 'Teams', { type: 4, maximum: -1 });
  site.addAttribute(person.id, 'Manager', {
    type: 1,
    referenceObjectTypeId: person.id,
    referenceTypeId: referenceId(site, 'Depends'),
  });
  site.addAttribute(person.id, 'Office', {
    type: 1,
    referenceObjectTypeId: officeTypeId,
    referenceTypeId: referenceId(site, 'Link'),
  });
  site.addAttribute(person.id, 'About', { defaultTypeId: 9 });
  return person;
}

export function plantPeople(planter: Planter, users: string[], offices: SimObject[]): SimObject[] {
  const { site } = planter;
  const person = addPersonType(site, itemAt(offices, 0).typeId);
  const people = users.flatMap((user, at) =>
    Array.from({ length: 4 }, (_none, copy) => {
      const name =
        copy === 0
          ? lookUp(site.users, user, 'user').displayName
          : `${lookUp(site.users, itemAt(users, (at * 7 + copy) % users.length), 'user').displayName}`;
      return planter.add(person, {
        Name: name,
        Account: copy === 0 ? { user } : undefined,
        Email: [`person${at * 4 + copy}@example.com`],
        'Personnel number': `P-${String(at * 4 + copy).padStart(5, '0')}`,
        Joined: planter.day(),
        Teams: [{ group: planter.random.pick([...site.groups.keys()]) }],
        Office: planter.ref(offices),
        About: at % 5 === 0 ? `Line one\nLine two <b>not bold</b> & "quoted" – ${name}` : undefined,
      });
    }),
  );
  const manager = attributeId(site, person.id, 'Manager');
  people.forEach((each, at) => {
    each.values[manager] = [{ ref: itemAt(people, at === 0 ? 1 : Math.floor((at - 1) / 6)).id }];
  });
  return people;
}

import { itemAt } from '../kernel/item-at.ts';
import type { Site } from '../site/site.ts';
import { addPeople } from './planting/add-people.ts';
import { attributeId, referenceId, statusId } from './planting/attribute-id.ts';

/** One small schema of three types: for tests that read everything. */
export function plantTiny(site: Site): void {
  const people = addPeople(site, 3);
  site.groups.set('it-admins', 'group-1');
  const schema = site.addSchema('Tiny', 'TINY', 'A small schema');
  const city = site.addType(schema.id, 'City');
  site.roles.grant(site.roles.ofSchema(schema.id), 'Users', { groups: ['it-admins'] });
  site.roles.grant(site.roles.ofType(city), 'Developers', { users: [itemAt(people, 1)] });
  const office = site.addType(schema.id, 'Office');
  const cityOf = site.addAttribute(office.id, 'City', {
    type: 1,
    referenceObjectTypeId: city.id,
    referenceTypeId: referenceId(site, 'Link'),
  });
  const owner = site.addAttribute(office.id, 'Owner', { type: 2, maximum: -1 });
  const team = site.addAttribute(office.id, 'Team', { type: 4 });
  const state = site.addAttribute(office.id, 'State', { type: 7 });
  const opened = site.addAttribute(office.id, 'Opened', { defaultTypeId: 4 });
  site.addType(schema.id, 'Nothing here');
  const cities = ['Sydney', 'Berlin', 'Sydney'].map((name) =>
    site.addObject(city.id, { [attributeId(site, city.id, 'Name')]: [name] }),
  );
  for (let at = 0; at < 17; at += 1) {
    site.addObject(office.id, {
      [attributeId(site, office.id, 'Name')]: [`Office ${at + 1}`],
      [cityOf.id]: [{ ref: itemAt(cities, at % 3).id }],
      [owner.id]: [{ user: itemAt(people, at % 3) }],
      [team.id]: [{ group: 'it-admins' }],
      [state.id]: [{ status: statusId(site, 'Active') }],
      [opened.id]: [`2020-01-${String(at + 1).padStart(2, '0')}`],
    });
  }
}

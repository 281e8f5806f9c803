import { itemAt } from '../../kernel/item-at.ts';
import type { SimObject, SimType } from '../../site/records/model.ts';
import type { Site } from '../../site/site.ts';
import { referenceId } from '../planting/attribute-id.ts';
import type { Planter } from '../planting/planter.ts';

const CITIES = [
  'Berlin',
  'Sydney',
  'Boston',
  'São Paulo',
  'Osaka',
  'Springfield',
  'Springfield',
  'Kraków',
  'Toronto',
  'Nairobi',
];

/** Who may stand as the contact of a place. */
const CONTACTS_GROUP = 'facilities';

/** Object types of the schema. */
interface OfficeTypes {
  city: SimType;
  office: SimType;
  room: SimType;
}

function addTypes(site: Site): OfficeTypes {
  const schema = site.addSchema('Offices', 'OFFICE', 'Where we work', {
    properties: { allowOtherObjectSchema: true, quickCreateObjects: true },
  });
  site.roles.grant(site.roles.ofSchema(schema.id), 'Users', { groups: ['service-desk'] });
  site.roles.grant(site.roles.ofSchema(schema.id), 'Developers', { groups: ['facilities'] });
  const city = site.addType(schema.id, 'City', { iconId: '4' });
  site.addAttribute(city.id, 'Country');
  site.addAttribute(city.id, 'Population', { defaultTypeId: 1, suffix: 'people', summable: true });
  const place = site.addType(schema.id, 'Place', { iconId: '4', inherited: true, abstract: true });
  site.addAttribute(place.id, 'City', {
    type: 1,
    referenceObjectTypeId: city.id,
    referenceTypeId: referenceId(site, 'Link'),
    minimum: 1,
  });
  site.addAttribute(place.id, 'Contact', { type: 2, typeValueMulti: [CONTACTS_GROUP] });
  const office = site.addType(schema.id, 'Office', { iconId: '4', parentId: place.id });
  site.addAttribute(office.id, 'Website', { defaultTypeId: 7, maximum: -1 });
  site.addAttribute(office.id, 'Open from', { defaultTypeId: 5 });
  site.addAttribute(office.id, 'Area', { defaultTypeId: 3, suffix: 'm²' });
  const room = site.addType(schema.id, 'Room', { iconId: '4', parentId: place.id });
  site.roles.grant(site.roles.ofType(room), 'Managers', { groups: ['facilities'] });
  site.addAttribute(room.id, 'Office', {
    type: 1,
    referenceObjectTypeId: office.id,
    referenceTypeId: referenceId(site, 'Reference'),
  });
  site.addAttribute(room.id, 'Video', { defaultTypeId: 2 });
  return { city, office, room };
}

export function plantOffices(planter: Planter, users: string[]): SimObject[] {
  const { city, office, room } = addTypes(planter.site);
  const cities = CITIES.map((name, at) =>
    planter.add(city, {
      Name: name,
      Country: ['DE', 'AU', 'US', 'BR', 'JP', 'US', 'US', 'PL', 'CA', 'KE'][at],
      Population: String(90_000 + at * 351_077),
    }),
  );
  const contacts = users.filter((id) => planter.site.person(id)?.groups?.includes(CONTACTS_GROUP));
  const offices = Array.from({ length: 24 }, (_none, at) =>
    planter.add(office, {
      Name: `Office ${CITIES[at % CITIES.length]} ${at + 1}`,
      City: { ref: itemAt(cities, at % cities.length).id },
      Contact: { user: planter.random.pick(contacts) },
      Website: [`https://example.com/offices/${at + 1}`],
      'Open from': '08:30',
      Area: String(400 + at * 37.5),
    }),
  );
  for (let at = 0; at < 180; at += 1) {
    const home = planter.random.pick(offices);
    planter.add(room, {
      Name: `Room ${1 + (at % 60)}`,
      City: { ref: itemAt(cities, at % cities.length).id },
      Office: { ref: home.id },
      Video: at % 3 === 0 ? 'true' : 'false',
    });
  }
  return offices;
}

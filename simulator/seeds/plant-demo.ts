/** A company as it might be: six schemas, about 2,500 objects, every attribute type, inheritance, cycles, equal names, people who left, issues that name objects. */
import { itemAt } from '../kernel/item-at.ts';
import { lookUp } from '../kernel/look-up.ts';
import type { Account } from '../accounts/account.ts';
import { Random } from '../kernel/random.ts';
import type { SimObject, Value } from '../site/model.ts';
import type { Site } from '../site/site.ts';
import { addPeople } from './add-people.ts';
import { attributeId, referenceId } from './attribute-id.ts';
import { Planter } from './planter.ts';

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
const MODELS = [
  'ThinkPad T14',
  'MacBook Pro 14',
  'Latitude 7440',
  'EliteBook 845',
  'XPS 13',
  'Surface Laptop 6',
];
const PRODUCTS = [
  'Jira',
  'Confluence',
  'Figma',
  'Office',
  'IntelliJ IDEA',
  'Photoshop',
  'AutoCAD',
  'Slack',
  'Zoom',
  'Datadog',
];
const SERVICES = [
  'Checkout',
  'Search',
  'Payments',
  'Login',
  'Catalogue',
  'Mail',
  'Reporting',
  'Data lake',
  'Monitoring',
  'VPN',
  'Wiki',
  'Payroll',
];

export function plantDemo(site: Site, _objects: number, accounts: Account[]): void {
  const planter = new Planter(site, new Random('demo'));
  const users = addPeople(site, 120);
  for (const name of ['it-admins', 'finance', 'service-desk', 'facilities'])
    site.groups.set(name, `952d12c3-${name}`);
  const { offices } = plantOffices(planter, users);
  const people = plantPeople(planter, users, offices);
  const computers = plantComputers(planter, users, people, offices);
  plantServices(planter, users, computers);
  plantLicences(planter, users, people, accounts);
  site.addSchema('Empty shelf', 'SHELF', 'Nothing in here yet');
  plantIssues(planter, computers);
}

function plantOffices(planter: Planter, users: string[]) {
  const { site } = planter;
  const schema = site.addSchema('Offices', 'OFFICE', 'Where we work');
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
  site.addAttribute(place.id, 'Contact', { type: 2, typeValueMulti: ['facilities'] });
  const office = site.addType(schema.id, 'Office', { iconId: '4', parentId: place.id });
  site.addAttribute(office.id, 'Website', { defaultTypeId: 7, maximum: -1 });
  site.addAttribute(office.id, 'Open from', { defaultTypeId: 5 });
  site.addAttribute(office.id, 'Area', { defaultTypeId: 3, suffix: 'm²' });
  const room = site.addType(schema.id, 'Room', { iconId: '4', parentId: place.id });
  site.addAttribute(room.id, 'Office', {
    type: 1,
    referenceObjectTypeId: office.id,
    referenceTypeId: referenceId(site, 'Reference'),
  });
  site.addAttribute(room.id, 'Video', { defaultTypeId: 2 });
  const cities = CITIES.map((name, at) =>
    planter.add(city, {
      Name: name,
      Country: ['DE', 'AU', 'US', 'BR', 'JP', 'US', 'US', 'PL', 'CA', 'KE'][at],
      Population: String(90_000 + at * 351_077),
    }),
  );
  const offices = Array.from({ length: 24 }, (_none, at) =>
    planter.add(office, {
      Name: `Office ${CITIES[at % CITIES.length]} ${at + 1}`,
      City: { ref: itemAt(cities, at % cities.length).id },
      Contact: { user: planter.random.pick(users) },
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
  return { offices };
}

function plantPeople(planter: Planter, users: string[], offices: SimObject[]): SimObject[] {
  const { site } = planter;
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
    referenceObjectTypeId: itemAt(offices, 0).typeId,
    referenceTypeId: referenceId(site, 'Link'),
  });
  site.addAttribute(person.id, 'About', { defaultTypeId: 9 });
  const people = users.flatMap((user, at) =>
    Array.from({ length: 4 }, (_none, copy) => {
      const name =
        copy === 0
          ? lookUp(site.users, user, 'user').displayName
          : `${lookUp(site.users, itemAt(users, (at * 7 + copy) % users.length), 'user').displayName}`;
      return planter.add(person, {
        Name: name,
        ...(copy === 0 ? { Account: { user } } : {}),
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

function plantComputers(
  planter: Planter,
  users: string[],
  people: SimObject[],
  offices: SimObject[],
): SimObject[] {
  const { site } = planter;
  const schema = site.addSchema('Computers', 'COMP', 'Laptops, servers and what hangs on them');
  const inRepair = site.nextId();
  site.statuses.set(inRepair, {
    id: inRepair,
    name: 'In repair',
    category: 2,
    description: 'Away',
    schemaId: schema.id,
  });
  const computer = site.addType(schema.id, 'Computer', {
    iconId: '2',
    inherited: true,
    abstract: true,
  });
  site.addAttribute(computer.id, 'Serial', { unique: true, minimum: 1 });
  site.addAttribute(computer.id, 'Status', { type: 7 });
  site.addAttribute(computer.id, 'Bought', { defaultTypeId: 6 });
  site.addAttribute(computer.id, 'Price', { defaultTypeId: 3, suffix: 'EUR', summable: true });
  site.addAttribute(computer.id, 'Address', { defaultTypeId: 11, maximum: -1 });
  const laptop = site.addType(schema.id, 'Laptop', { iconId: '2', parentId: computer.id });
  site.addAttribute(laptop.id, 'Model', {
    defaultTypeId: 10,
    options: MODELS.join(','),
    maximum: 1,
  });
  site.addAttribute(laptop.id, 'Used by', {
    type: 1,
    referenceObjectTypeId: itemAt(people, 0).typeId,
    referenceTypeId: referenceId(site, 'Using'),
  });
  site.addAttribute(laptop.id, 'Admin', { type: 2, maximum: -1 });
  const server = site.addType(schema.id, 'Server', {
    iconId: '5',
    parentId: computer.id,
    inherited: true,
  });
  site.addAttribute(server.id, 'Stands in', {
    type: 1,
    referenceObjectTypeId: itemAt(offices, 0).typeId,
    referenceTypeId: referenceId(site, 'Installed'),
  });
  const virtual = site.addType(schema.id, 'Virtual server', { iconId: '5', parentId: server.id });
  site.addAttribute(virtual.id, 'Host', {
    type: 1,
    referenceObjectTypeId: server.id,
    referenceTypeId: referenceId(site, 'Installed'),
    includeChildren: true,
  });
  site.addAttribute(virtual.id, 'Project', { type: 6 });
  const common = (serial: string): Record<string, Value | Value[]> => ({
    Serial: serial,
    Status: planter.status(planter.random.pick(['Active', 'In Service', 'Stopped'])),
    Bought: `${planter.day()}T09:15:00.000Z`,
    Price: String(600 + planter.random.below(2000)),
    Address: [`10.0.${planter.random.below(255)}.${planter.random.below(255)}`],
  });
  const laptops = Array.from({ length: 900 }, (_none, at) =>
    planter.add(laptop, {
      Name: `Laptop ${at % 850}`,
      ...common(`L${at}`),
      ...(at % 40 === 0 ? { Status: { status: inRepair } } : {}),
      Model: planter.random.pick(MODELS),
      'Used by': at % 7 === 0 ? undefined : planter.ref(people),
      Admin: [{ user: planter.random.pick(users) }],
    }),
  );
  const servers = Array.from({ length: 120 }, (_none, at) =>
    planter.add(server, {
      Name: `srv-${String(at).padStart(3, '0')}`,
      ...common(`S${at}`),
      'Stands in': planter.ref(offices),
    }),
  );
  Array.from({ length: 200 }, (_none, at) =>
    planter.add(virtual, {
      Name: `vm-${String(at).padStart(3, '0')}`,
      ...common(`V${at}`),
      Host: planter.ref(servers),
      Project: { project: at % 2 ? 'OPS' : 'HELP' },
    }),
  );
  return laptops;
}

function plantServices(planter: Planter, users: string[], computers: SimObject[]): void {
  const { site } = planter;
  const schema = site.addSchema('Services', 'SVC', 'What we run for others');
  const service = site.addType(schema.id, 'Service', { iconId: '8' });
  site.addAttribute(service.id, 'Depends on', {
    type: 1,
    referenceObjectTypeId: service.id,
    referenceTypeId: referenceId(site, 'Depends'),
    maximum: -1,
  });
  site.addAttribute(service.id, 'Owner', { type: 2 });
  site.addAttribute(service.id, 'State', { type: 7 });
  site.addAttribute(service.id, 'Runbook', { type: 3 });
  site.addAttribute(service.id, 'Spare computer', {
    type: 1,
    referenceObjectTypeId: itemAt(computers, 0).typeId,
    referenceTypeId: referenceId(site, 'Using'),
    qlQuery: 'Status = "Active"',
  });
  const all = Array.from({ length: 96 }, (_none, at) =>
    planter.add(service, {
      Name:
        at < 12
          ? itemAt(SERVICES, at)
          : `${SERVICES[at % 12]} ${['staging', 'test', 'EU', 'US', 'APAC', 'batch', 'cache'][Math.floor(at / 12) - 1]}`,
      Owner: { user: planter.random.pick(users) },
      State: planter.status('Running'),
      Runbook: `https://wiki.example.com/pages/${1000 + at}`,
      'Spare computer': planter.ref(computers),
    }),
  );
  const depends = attributeId(site, service.id, 'Depends on');
  all.forEach((each, at) => {
    each.values[depends] = [
      { ref: itemAt(all, (at + 1) % all.length).id },
      { ref: itemAt(all, (at * 5 + 3) % all.length).id },
    ];
  });
}

function plantLicences(
  planter: Planter,
  users: string[],
  people: SimObject[],
  accounts: Account[],
): void {
  const { site } = planter;
  const schema = site.addSchema('Licences', 'LIC', 'Software that we pay for', {
    visibleTo: accounts
      .filter((account) => account.email !== 'weak@example.com')
      .map((account) => account.email),
  });
  const vendor = site.addType(schema.id, 'Vendor', { iconId: '6' });
  const licence = site.addType(schema.id, 'Licence', { iconId: '6' });
  site.addAttribute(licence.id, 'Vendor', {
    type: 1,
    referenceObjectTypeId: vendor.id,
    referenceTypeId: referenceId(site, 'Reference'),
  });
  site.addAttribute(licence.id, 'Holders', {
    type: 1,
    referenceObjectTypeId: itemAt(people, 0).typeId,
    referenceTypeId: referenceId(site, 'Using'),
    maximum: -1,
  });
  site.addAttribute(licence.id, 'Ends', { defaultTypeId: 4 });
  site.addAttribute(licence.id, 'Approved by', { type: 2 });
  site.addAttribute(licence.id, 'Version', { type: 5 });
  const vendors = ['Atlassian', 'Adobe', 'JetBrains', 'Microsoft', 'Autodesk', 'Figma'].map(
    (name) => planter.add(vendor, { Name: name }),
  );
  for (let at = 0; at < 560; at += 1)
    planter.add(licence, {
      Name: `${PRODUCTS[at % PRODUCTS.length]} seat`,
      Vendor: planter.ref(vendors),
      Holders: [planter.ref(people), planter.ref(people)],
      Ends: planter.day(),
      'Approved by': { user: planter.random.pick(users) },
      Version: String(1 + (at % 4)),
    });
}

function plantIssues(planter: Planter, computers: SimObject[]): void {
  const { site, random } = planter;
  site.fields.push(
    { id: 'customfield_10191', name: 'Affected computer' },
    { id: 'customfield_10192', name: 'Replacement' },
  );
  for (let at = 0; at < 60; at += 1) {
    const project = at % 3 === 0 ? 'OPS' : 'HELP';
    site.issues.push({
      id: 10_001 + at,
      key: `${project}-${at + 1}`,
      project,
      summary: `Broken screen ${at + 1}`,
      fields: {
        customfield_10191: [random.pick(computers).id],
        ...(at % 4 === 0
          ? { customfield_10192: [random.pick(computers).id, random.pick(computers).id] }
          : {}),
      },
    });
  }
}

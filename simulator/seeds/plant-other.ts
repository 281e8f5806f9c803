/**
 * The site of another company, which took over some people of the demo company: the same emails,
 * often under another account id, hidden, or not there at all; groups, statuses, icons and projects
 * of much the same names, but not quite.
 */
import { Random } from '../kernel/random.ts';
import type { Site } from '../site/site.ts';
import { addField, addIssue } from './planting/add-field.ts';
import { personId, personName } from './planting/add-people.ts';
import { referenceId } from './planting/attribute-id.ts';
import { Planter } from './planting/planter.ts';

const REFERENCES = ['Using', 'Reference', 'Link', 'Installed', 'Depends', 'Near'];
/**
 * "In Service" is of another category than in the demo, "In repair" is global here, and "Action
 * Needed" and "Support Requested" are missing.
 */
const STATUSES: [string, number][] = [
  ['Stopped', 0],
  ['Running', 1],
  ['In Service', 2],
  ['In repair', 2],
  ['Closed', 0],
  ['Active', 1],
  ['Ordered', 2],
];
/** Licence, Phone and Network are missing; two are of the site's own. */
const ICONS: [string, string][] = [
  ['21', 'Object'],
  ['c7c705b8-326e-4e86-8a99-1adec6132b1a', 'Laptop'],
  ['23', 'Server'],
  ['24', 'Person'],
  ['5f0d2f4e-9d0c-4b0e-8f5e-6d7a2c1b9e03', 'Building'],
  ['b1a6e3c2-7f64-4d55-9b1d-0e2f8a4c6d77', 'Van'],
];

export function plantOther(site: Site): void {
  site.reserveIds(4_000);
  for (const name of REFERENCES) {
    const id = site.nextId();
    site.referenceTypes.set(id, {
      id,
      name,
      description: name,
      color: '626f86',
      removable: name === 'Near',
    });
  }
  for (const [name, category] of STATUSES) {
    const id = site.nextId();
    site.statuses.set(id, { id, name, category, description: '' });
  }
  for (const [id, name] of ICONS) site.icons.set(id, { id, name });
  for (const name of ['it-admins', 'Finance', 'facilities', 'drivers'])
    site.groups.set(name, `e03f7a11-${name}`);
  site.projects = ['HELP'];
  addPeople(site);
  const planter = new Planter(site, new Random('other'));
  plantVehicles(planter);
  plantContracts(planter);
  plantIssues(planter);
}

/** Those of the demo that came along, without their objects, under fields of other ids. */
function plantIssues({ site }: Planter): void {
  const names = ['Affected computer', 'Replacement', 'Related objects'];
  names.forEach((name, at) => addField(site, 20_191 + at, name, { isMultiple: at > 0 }));
  for (let at = 0; at < 60; at += 1)
    if (at % 3 !== 0) {
      const key = `HELP-${at + 1}`;
      addIssue(site, { id: 30_001 + at, key, summary: `Broken screen ${at + 1}`, fields: {} });
    }
}

function addPeople(site: Site): void {
  for (let at = 0; at < 120; at += 1) {
    if (at % 10 === 9) continue;
    const accountId =
      at % 4 === 0
        ? personId(at)
        : `712020:${(at + 9_000).toString(16).padStart(8, '0')}-77aa-4c02-8d10-5b1e6f3a9c44`;
    const displayName = at % 7 === 3 ? `${personName(at)} (Contractor)` : personName(at);
    site.users.set(accountId, {
      accountId,
      displayName,
      email: `person${at + 1}@example.com`,
      emailVisible: at % 5 !== 1,
      active: at % 17 !== 5,
      deleted: false,
      timeZone: 'America/New_York',
      locale: 'en_US',
      groups: at % 3 === 0 ? ['it-admins', 'facilities'] : ['facilities'],
    });
  }
}

function plantVehicles(planter: Planter): void {
  const { site } = planter;
  const schema = site.addSchema('Vehicles', 'CAR', 'Vans and those who drive them');
  const van = site.addType(schema.id, 'Van', { iconId: 'b1a6e3c2-7f64-4d55-9b1d-0e2f8a4c6d77' });
  site.addAttribute(van.id, 'Plate', { unique: true, minimum: 1 });
  site.addAttribute(van.id, 'Driver', { type: 2 });
  site.addAttribute(van.id, 'Status', { type: 7 });
  const users = [...site.users.values()]
    .filter((user) => user.active)
    .map((user) => user.accountId);
  for (let at = 0; at < 15; at += 1)
    planter.add(van, {
      Name: `Van ${at + 1}`,
      Plate: `NY-${1000 + at}`,
      Driver: { user: planter.random.pick(users) },
      Status: planter.status('Running'),
    });
}

function plantContracts(planter: Planter): void {
  const { site } = planter;
  const schema = site.addSchema('Contracts', 'CONTRACT', 'What was signed');
  const party = site.addType(schema.id, 'Party', { iconId: '24' });
  const contract = site.addType(schema.id, 'Contract');
  site.addAttribute(contract.id, 'Party', {
    type: 1,
    referenceObjectTypeId: party.id,
    referenceTypeId: referenceId(site, 'Reference'),
  });
  site.addAttribute(contract.id, 'Signed', { defaultTypeId: 4 });
  const parties = ['Initech', 'Globex', 'Hooli'].map((name) => planter.add(party, { Name: name }));
  for (let at = 0; at < 9; at += 1)
    planter.add(contract, {
      Name: `Contract ${at + 1}`,
      Party: planter.ref(parties),
      Signed: planter.day(),
    });
}

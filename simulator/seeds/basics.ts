import type { Site } from '../site/site.ts';

const REFERENCES: [string, string][] = [
  ['Depends', '0055cc'],
  ['Installed', '22a06b'],
  ['Link', '1ab812'],
  ['Reference', '626f86'],
  ['Using', '8270db'],
];
const STATUSES: [string, number][] = [
  ['Action Needed', 2],
  ['Active', 1],
  ['Closed', 0],
  ['In Service', 1],
  ['Running', 1],
  ['Stopped', 0],
  ['Support Requested', 2],
];
const ICONS = ['Object', 'Laptop', 'Person', 'Building', 'Server', 'Licence', 'Phone', 'Network'];

/** What a site has unless its seed brings its own: global reference types, statuses and icons. */
export function plantBasics(site: Site): void {
  for (const [name, color] of REFERENCES) {
    const id = site.nextId();
    site.referenceTypes.set(id, { id, name, description: name, color, removable: false });
  }
  for (const [name, category] of STATUSES) {
    const id = site.nextId();
    site.statuses.set(id, { id, name, category, description: '' });
  }
  ICONS.forEach((name, at) => site.icons.set(String(at + 1), { id: String(at + 1), name }));
}

const GIVEN = [
  'Ann',
  'Ben',
  'Chloé',
  'Dmitri',
  'Elif',
  'Farah',
  'Goran',
  'Hana',
  'Ivo',
  'Jürgen',
  'Kim',
  'Lena',
  'Mátyás',
  'Nora',
  'Óscar',
  'Priya',
];
const FAMILY = [
  'Abbott',
  'Brown',
  'Çelik',
  'Dubois',
  'Eriksson',
  'Fischer',
  'García',
  'Horváth',
  'Ito',
  'Jansen',
  'Kowalski',
  'Lindqvist',
  'Moreau',
  'Nakamura',
];

/** Who is behind `person1@example.com` and so on, on every site. */
export const personName = (at: number): string =>
  `${GIVEN[at % GIVEN.length]} ${FAMILY[Math.floor(at / GIVEN.length + at) % FAMILY.length]}`;
export const personId = (at: number): string =>
  `712020:${(at + 1).toString(16).padStart(8, '0')}-5d1c-4b7e-9a53-0242ac120002`;

export function addPeople(site: Site, count: number): string[] {
  return Array.from({ length: count }, (_none, at) => {
    const accountId = personId(at);
    const deleted = at % 23 === 22;
    site.users.set(accountId, {
      accountId,
      displayName: personName(at),
      email: `person${at + 1}@example.com`,
      emailVisible: at % 3 !== 0,
      active: !deleted && at % 19 !== 18,
      deleted,
      timeZone: 'Europe/Berlin',
      locale: 'en_US',
      groups: at % 2 === 0 ? ['facilities', 'it-admins'] : ['service-desk'],
    });
    return accountId;
  });
}

export const statusId = (site: Site, name: string): number =>
  [...site.statuses.values()].find((status) => status.name === name)!.id;
export const referenceId = (site: Site, name: string): number =>
  [...site.referenceTypes.values()].find((type) => type.name === name)!.id;
/** The type's own or inherited attribute of that name. */
export const attributeId = (site: Site, typeId: number, name: string): number =>
  site.attributesOf(typeId).find((attribute) => attribute.name === name)!.id;

import type { Site } from '../../site/site.ts';

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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeAccounts } from '../../simulator/accounts/make-accounts.ts';
import { search } from '../../simulator/aql/search.ts';
import { AqlError } from '../../simulator/aql/tokenize.ts';
import { plant } from '../../simulator/seeds/plant.ts';
import { Site } from '../../simulator/site/site.ts';

const site = new Site('w', () => Date.parse('2026-11-23T09:30:00Z'), {
  keyNumbers: 'count',
  autoAttributes: 'fixed',
});
plant(site, 'tiny', 0, makeAccounts());
const [person] = site.users.keys();
const labels = (query: string): string[] =>
  search(
    {
      site,
      view: site.objects,
      schemaIds: new Set(site.schemas.keys()),
      keyset: true,
      caller: person!,
    },
    query,
  ).map((id) => site.labelOf(site.objects.get(id)!));
const office = [...site.types.values()].find((type) => type.name === 'Office')!;

const CASES: [string, string[]][] = [
  ['objectType = City ORDER BY Name DESC', ['Sydney', 'Sydney', 'Berlin']],
  ['Name = "office 2"', ['Office 2']],
  [
    'objectType = "Office" AND City.Name = Berlin AND Opened < 2020-01-06',
    ['Office 2', 'Office 5'],
  ],
  [
    'Name LIKE "ffice 1" AND NOT Name IN ("Office 1", "Office 10") ORDER BY objectId',
    ['Office 11', 'Office 12', 'Office 13', 'Office 14', 'Office 15', 'Office 16', 'Office 17'],
  ],
  ['Key = TINY-4 OR Key IN (TINY-5)', ['Office 1', 'Office 2']],
  ['objectType = City AND object HAVING inboundReferences(Name = "Office 3")', ['Sydney']],
  [
    'objectType = Office AND object NOT HAVING outboundReferences(Name = Sydney)',
    ['Office 2', 'Office 5', 'Office 8', 'Office 11', 'Office 14', 'Office 17'],
  ],
  ['objectType = City AND Owner IS EMPTY', ['Sydney', 'Berlin', 'Sydney']],
  [
    `objectTypeId = ${office.id} AND objectId > ${site.objects.idsOfType(office.id)[14]} ORDER BY objectId ASC`,
    ['Office 16', 'Office 17'],
  ],
  [
    '(Name STARTSWITH "Syd" OR Name ENDSWITH "lin") AND State IS EMPTY',
    ['Sydney', 'Berlin', 'Sydney'],
  ],
  ['Name == "Office 2"', ['Office 2']],
  ['Name == "office 2"', []],
  ['objectType = City AND inR(Name = "Office 3")', ['Sydney']],
  ['objectType = City AND object HAVING inR(Name = "Office 3", refTypes IN ("Link"))', ['Sydney']],
  ['objectType = City AND object HAVING inR(Name = "Office 3", refType = "Depends")', []],
  ['outR(Name = Berlin) AND Opened < 2020-01-06', ['Office 2', 'Office 5']],
  [
    'object NOT HAVING outR(Name = Sydney, refTypes IN ("Link")) AND objectType = Office',
    ['Office 2', 'Office 5', 'Office 8', 'Office 11', 'Office 14', 'Office 17'],
  ],
  ['objectType = "Nothing here" AND Created > startOfDay()', ['Made today']],
  ['objectType = "Nothing here" AND Created > now("-2h 15m")', ['Made today']],
  ['objectType = "Nothing here" AND Created > now(-1h)', []],
  ['objectType = "Nothing here" AND Created > startOfDay(1d)', []],
  [
    'objectType = "Nothing here" AND Created < endOfDay() AND Created > startOfDay(-1d)',
    ['Made today'],
  ],
  ['Owner = currentUser() AND Opened < 2020-01-06', ['Office 1', 'Office 4']],
  [
    'Owner IN user("person2@example.com", "nobody") AND Opened < 2020-01-06',
    ['Office 2', 'Office 5'],
  ],
  ['Owner IN group("service-desk") AND Opened < 2020-01-06', ['Office 2', 'Office 5']],
  ['Name = currentProject()', []],
];
const [madeToday] = [...site.types.values()].filter(({ name }) => name === 'Nothing here');
site.addObject(
  madeToday!.id,
  { [site.labelAttributeOf(madeToday!.id).id]: ['Made today'] },
  Date.parse('2026-11-23T08:00:00Z'),
);
for (const [query, expected] of CASES) test(query, () => assert.deepEqual(labels(query), expected));

test('a query that cannot be read is refused, with the place', () => {
  for (const query of [
    'Name =',
    '(Name = a',
    'Name ~ b',
    'Name = "open',
    'ORDER Name',
    'Name = a b',
  ])
    assert.throws(() => labels(query), AqlError, query);
});

test('the same seed gives the same site, every time', () => {
  const once = (): string => {
    const other = new Site('w', () => 0);
    plant(other, 'demo', 0, makeAccounts());
    return JSON.stringify(
      [...other.types.values()].map((type) =>
        other.objects.idsOfType(type.id).map((id) => other.objects.get(id)),
      ),
    );
  };
  assert.equal(once(), once());
});

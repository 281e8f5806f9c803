import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAql } from '../../../../src/core/assets/aql/parse-aql.ts';

/** Comparisons and calls of a query, each on one line. */
function lines(query: string): string[] {
  const reading = parseAql(query);
  if (!reading.readable) return [reading.reason];
  return reading.parts.map((part) => {
    const values = part.values
      .map(({ text, at, end }) => `${text}@${query.slice(at, end)}`)
      .join(' ');
    return 'call' in part
      ? `${part.call}() ${values}`.trim()
      : `${part.path.join('/')} ${part.operator} ${values}`.trim();
  });
}

/** Queries, and the lines of their parts. */
const READABLE: [string, string[]][] = [
  ['', []],
  [' \n', []],
  ['objectTypeId = 43', ['objectTypeId = 43@43']],
  ['"objectSchemaId"="5"', ['objectSchemaId = 5@"5"']],
  [
    'a = 1 AND (NOT b != 2 or not (c in (3,"4 5", \'6\')))',
    ['a = 1@1', 'b != 2@2', `c in 3@3 4 5@"4 5" 6@'6'`],
  ],
  [
    'a NOT IN (1) and b Not Like x and c startsWith y and d endswith z',
    ['a not in 1@1', 'b not like x@x', 'c startswith y@y', 'd endswith z@z'],
  ],
  ['a is EMPTY and b IS NOT empty', []],
  ['"Used by" . Model.Key == OLD-1', ['Used by/Model/Key == OLD-1@OLD-1']],
  [
    'Weight <= 3.5 and Host = web.example.com and x >= -1',
    ['Weight <= 3.5@3.5', 'Host = web.example.com@web.example.com', 'x >= -1@-1'],
  ],
  [
    'objectType in objectTypeAndChildren("Asset Details")',
    ['objectTypeAndChildren() Asset Details@"Asset Details"', 'objectType in'],
  ],
  ['objectTypeAndChildren(43)', ['objectTypeAndChildren() 43@43']],
  [
    'object HAVING inR(Key = OLD-1 and object not having outR(), refType IN ("Depends"))',
    [
      'inR()',
      'Key = OLD-1@OLD-1',
      'outR()',
      'object not having',
      'refType in Depends@"Depends"',
      'object having',
    ],
  ],
  [
    'object having inboundReferences(objectType = "File System", "Depends", Uses)',
    ['inboundReferences()', 'objectType = File System@"File System"', 'object having'],
  ],
  ['object having outR("Name = x")', ['outR() Name = x@"Name = x"', 'object having']],
  [
    'Member has user("admin", \'boss\') or Group have user("currentReporter()")',
    [
      `user() admin@"admin" boss@'boss'`,
      'Member having',
      'user() currentReporter()@"currentReporter()"',
      'Group having',
    ],
  ],
  [
    'object having connectedTickets(project = X and cf[101] !~ (a) and summary ~ "a)")',
    ['connectedTickets()', 'object having'],
  ],
  [
    'Created > now(-2h 15m) and x > "now(-1d)" and y in (currentUser(), b)',
    ['now()', 'Created >', 'x > now(-1d)@"now(-1d)"', 'currentUser()', 'y in b@b'],
  ],
  [
    'Key IN (${MyField${0}}) or a IN ${b}',
    ['Key in ${MyField${0}}@${MyField${0}}', 'a in ${b}@${b}'],
  ],
  ['objectId in ()', ['objectId in']],
  ['a = 1 ORDER BY "Used by".Name desc, label ASC limit 5', ['a = 1@1']],
  ['order by Name', []],
  ['Order = By and "order" = 1', ['Order = By@By', 'order = 1@1']],
];

test('comparisons and functions are found at every depth', () => {
  for (const [query, expected] of READABLE) assert.deepEqual(lines(query), expected, query);
});

test('what is not documented AQL is not readable, and the reason says from where on', () => {
  const table: [string, number | 'early'][] = [
    ['Laptop', 'early'],
    ['a =', 'early'],
    ['a = 1 and', 'early'],
    ['(a = 1', 'early'],
    ['a in (1,', 'early'],
    ['a = f(1', 'early'],
    ['a is', 'early'],
    ['a not', 'early'],
    ['a = 1 b = 2', 7],
    ['a ~ 1', 3],
    ['a = = 1', 5],
    ['a = 1)', 6],
    ['a = "b', 5],
    ['a = 1 having inR() = 0', 7],
    ['a = Asset Details', 11],
    ['a not "in" (1)', 3],
    ['and = 1', 1],
    ['a = ${b', 5],
    ['a in (1,)', 9],
    ['a <> 1', 4],
    ['"now"(1)', 6],
    ['a = now("x', 9],
    ['a in (b = 1)', 9],
    ['a = 3 .5', 7],
  ];
  for (const [query, place] of table) {
    const reading = parseAql(query);
    assert.ok(!reading.readable, query);
    if (place === 'early') assert.match(reading.reason, /is cut off/, query);
    else assert.match(reading.reason, new RegExp(`\\(character ${place}\\)`), query);
  }
});

test('a query that nests without end is not readable, and a very long one is read', () => {
  for (const open of ['(', 'object having inR(', 'not (', 'objectTypeAndChildren(', 'x in ('])
    assert.ok(!parseAql(open.repeat(50_000)).readable, open);
  assert.ok(!parseAql(`${'object having inR('.repeat(50_000)}${')'.repeat(50_000)}`).readable);
  const long = `${'not '.repeat(20_000)}Key in (${Array.from({ length: 50_000 }, (_, at) => `OLD-${at}`).join(',')}) and Name = "${'x"'.replace('"', '\\"').repeat(500_000)}" and a = ${'y'.repeat(2_000_000)}`;
  const reading = parseAql(long);
  assert.equal(reading.readable && reading.parts[0]!.values.length, 50_000);
});

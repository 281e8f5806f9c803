import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rewriteAql } from '../../../../src/core/assets/aql/rewrite-aql.ts';
import { fakeAqlNames } from './fake-aql-names.ts';

const { restored } = fakeAqlNames;

test('ids, keys and names are replaced, and all else stays as it was', () => {
  const table: [string, string][] = [
    ['objectTypeId = 43', 'objectTypeId = 1043'],
    [' objecttypeid  IN(43,\t"44" ) ', ' objecttypeid  IN(1043,\t"1044" ) '],
    [
      '"objectSchemaId" = \'5\' and objectId not in (411, 412)',
      '"objectSchemaId" = \'105\' and objectId not in (1411, 1412)',
    ],
    ['objectSchemaId IN "5"', 'objectSchemaId IN "105"'],
    ['Key = "OLD-1" OR objectKey != old-2', 'Key = "NEW-101" OR objectKey != NEW-102'],
    ['"Used by".Model.Key IN (OLD-1,OLD-2)', '"Used by".Model.Key IN (NEW-101,NEW-102)'],
    [
      'Key like OLD- and Key startswith "old-" and Key not like \'OLD-\'',
      'Key like NEW- and Key startswith "NEW-" and Key not like \'NEW-\'',
    ],
    [
      'objectSchema = "IT assets" and objectSchema = People',
      'objectSchema = "IT assets (restored)" and objectSchema = People',
    ],
    [
      'objectType=Laptop and objectType in (Server, "Laptop")',
      'objectType="Laptop 2" and objectType in (Server, "Laptop 2")',
    ],
    [String.raw`objectType == "Web \"host\""`, 'objectType == "Web host"'],
    [
      'objectType in objectTypeAndChildren("Laptop") or objectTypeAndChildren(43)',
      'objectType in objectTypeAndChildren("Laptop 2") or objectTypeAndChildren(1043)',
    ],
    ['objectType = objectTypeAndChildren("43")', 'objectType = objectTypeAndChildren("1043")'],
    [
      'objectType in (Laptop, objectTypeAndChildren(43), "Laptop")',
      'objectType in ("Laptop 2", objectTypeAndChildren(1043), "Laptop 2")',
    ],
    [
      'Model = OLD-3 and "used by" not in ("OLD-4", Anna)',
      'Model = NEW-103 and "used by" not in ("NEW-104", Anna)',
    ],
    [
      'object HAVING inR(objectTypeId = 43 and object not having outboundReferences(Key = OLD-1), refType IN ("OLD-1 link"))',
      'object HAVING inR(objectTypeId = 1043 and object not having outboundReferences(Key = NEW-101), refType IN ("OLD-1 link"))',
    ],
  ];
  for (const [query, expected] of table)
    assert.deepEqual(
      rewriteAql(query, restored),
      { query: expected, certain: true, notes: [] },
      query,
    );
});

test('what names nothing of the backup stays, and is certain', () => {
  const table = [
    '',
    ' ',
    'Name = "OLD-1" and Serial in (43, "OLD-2", OLD-3) and constructor = 43',
    'Name like "OLD-" and Serial startswith OLD-1',
    `Name = "objectTypeId = 43 and Key = OLD-1"`,
    'Key is not EMPTY and objectTypeId IS EMPTY',
    'Key IN (${MyField${0}}) and Model = ${Model.Key${0}} and objectTypeId = "${Type}"',
    'Name = "OLD-${0}"',
    'Model = "X 100" and Model like "Think" and Model = 2019',
    'Rank > 43 and Owner = OLD-fashioned and Owner like "OLD-fashioned"',
    'Owner = currentUser() and Created > now("-43d") and Member having user("OLD-1") and x in group("OLD-2")',
    'object having connectedTickets() or object having connectedTickets(labels is empty)',
    'Due < endOfMonth(-90d) and object having inR() and object having outR(${Filter})',
    'Contact = Anna and Contact like JIRAUSER1 and Keeper = ${Keeper} and Part = spare',
    'Name = x order by Key desc',
  ];
  for (const query of table)
    assert.deepEqual(rewriteAql(query, restored), { query, certain: true, notes: [] }, query);
});

/** Queries, and the sentence that says what in them may be wrong after a restore. */
const UNCERTAIN: [string, string][] = [
  ['objectTypeId = 99', "The filter names object type 99, which isn't restored."],
  ['objectSchemaId in (7)', "The filter names schema 7, which isn't restored."],
  ['objectId != 9', "The filter names object 9, which isn't restored."],
  ['Key = "OLD-77"', "The filter names object OLD-77, which isn't restored."],
  ['"Used by".Key in (HR-3)', "The filter names object HR-3, which isn't restored."],
  ['Key == old-1', "The filter names object old-1, which isn't restored."],
  ['Model = OLD-77', "The filter names object OLD-77, which isn't restored."],
  ['objectSchema = Other', 'The filter names schema "Other", which isn\'t restored.'],
  ['objectType = Printer', 'The filter names object type "Printer", which isn\'t restored.'],
  ['objectTypeAndChildren(99)', "The filter names object type 99, which isn't restored."],
  [
    'objectTypeAndChildren("Printer")',
    'The filter names object type "Printer", which isn\'t restored.',
  ],
  [
    'objectId > 411',
    'The filter compares objectId by ">", and restored objects have IDs and keys in a different order.',
  ],
  [
    'Key <= OLD-1',
    'The filter compares Key by "<=", and restored objects have IDs and keys in a different order.',
  ],
  [
    'Key like OLD-1',
    'The filter compares Key by "like" with "OLD-1", which may match different objects after a restore.',
  ],
  [
    'Key startswith OLD',
    'The filter compares Key by "startswith" with "OLD", which may match different objects after a restore.',
  ],
  [
    'Key endswith -1',
    'The filter compares Key by "endswith" with "-1", which may match different objects after a restore.',
  ],
  [
    'objectType like Serv',
    'The filter compares objectType by "like" with "Serv", which may match different objects after a restore.',
  ],
  [
    'Key = OLD-${Number}',
    "The filter builds the value OLD-${Number} with a placeholder, which can't be translated.",
  ],
  [
    'Owner = OLD-1',
    'The filter compares "Owner" by "=" with "OLD-1", which may be the original key of an object.',
  ],
  [
    'Owner = OLD-77',
    'The filter compares "Owner" by "=" with "OLD-77", which may be the original key of an object.',
  ],
  [
    'Part = OLD-1',
    'The filter compares "Part" by "=" with "OLD-1", which may be the original key of an object.',
  ],
  [
    'Contact = JIRAUSER1',
    'The filter compares "Contact" with "JIRAUSER1", but attributes of that name have different types, so the value can\'t be translated.',
  ],
  [
    'Keeper in (admins)',
    'The filter compares "Keeper" with "admins", but attributes of that name have different types, so the value can\'t be translated.',
  ],
  [
    'Model like "OLD-1"',
    'The filter compares "Model" by "like" with "OLD-1", which may be the original key of an object.',
  ],
  [
    'Model = HR-3',
    'The filter compares "Model" with "HR-3", which may be the key of an object that isn\'t restored.',
  ],
  [
    'Model = 411',
    'The filter compares "Model" with "411", which may be the original ID of an object.',
  ],
  [
    'object having connectedTickets(project = X and created > -30d)',
    "The filter searches issues with connectedTickets, and its JQL can't be translated.",
  ],
  [
    'object having connectedTickets(F in aqlFunction("Name = x"))',
    "The filter searches issues with connectedTickets, and its JQL can't be translated.",
  ],
  [
    'object having inR("Key = OLD-1")',
    'The filter passes inR a query that isn\'t valid AQL: "Key = OLD-1".',
  ],
  [
    'object having objectHistory(OLD-1)',
    'The filter calls objectHistory, an unknown function, so its arguments are left unchanged.',
  ],
  [
    'a = Asset Details',
    'The filter can\'t be read from "Details" (character 11), so it is left unchanged.',
  ],
  ['a = ', "The filter is cut off, so it can't be read and is left unchanged."],
];

test('what cannot be rewritten with certainty stays, and a sentence says so', () => {
  for (const [query, note] of UNCERTAIN)
    assert.deepEqual(rewriteAql(query, restored), { query, certain: false, notes: [note] }, query);
});

test('what is known is replaced beside what is not, and each thing is named once', () => {
  assert.deepEqual(
    rewriteAql('objectTypeId in (43, 99) and objectTypeId != 99 and objectId < 5', restored),
    {
      query: 'objectTypeId in (1043, 99) and objectTypeId != 99 and objectId < 5',
      certain: false,
      notes: [
        "The filter names object type 99, which isn't restored.",
        'The filter compares objectId by "<", and restored objects have IDs and keys in a different order.',
      ],
    },
  );
});

test('a new name that is not one word is put into quotes, and quotes in it are escaped', () => {
  const names = (to: string): typeof restored => ({ ...restored, typeName: () => to });
  const table: [string, string, string][] = [
    ['objectType = A', 'B', 'objectType = B'],
    ['objectType = A', 'or', 'objectType = "or"'],
    ['objectType = A', '', 'objectType = ""'],
    ['objectType = A', 'a.b', 'objectType = "a.b"'],
    ['objectType = A', '${x}', 'objectType = "${x}"'],
    ['objectType = A', 'b)', 'objectType = "b)"'],
    ['objectType = a.b', 'c', 'objectType = c'],
    ['objectType = a', 'A', 'objectType = a'],
    ['objectType = A', String.raw`a\"b`, String.raw`objectType = "a\\\"b"`],
    ['objectType = "A"', 'say "x" \\', String.raw`objectType = "say \"x\" \\"`],
    [`objectType = 'A'`, `it's "x"`, String.raw`objectType = 'it\'s "x"'`],
  ];
  for (const [query, to, expected] of table)
    assert.equal(rewriteAql(query, names(to)).query, expected);
});

test('people, groups and statuses are said by their names there, by what compares or asks for them', () => {
  const table: [string, string][] = [
    [
      'Administrator = JIRAUSER1 and Administrator not in ("JIRAUSER1", Anna)',
      'Administrator = "712020:a-b" and Administrator not in ("712020:a-b", Anna)',
    ],
    ['Member having user("JIRAUSER1")', 'Member having user("712020:a-b")'],
    ['x in group("admins") or Team = admins', 'x in group("site admins") or Team = "site admins"'],
    ['State = "Waiting for approval"', 'State = "Waiting"'],
    ['Space = OPS and Serial = JIRAUSER1', 'Space = OPS and Serial = JIRAUSER1'],
    [
      'Administrator like "JIRAUSER" and State = ${State}',
      'Administrator like "JIRAUSER" and State = ${State}',
    ],
  ];
  for (const [query, expected] of table)
    assert.deepEqual(
      rewriteAql(query, restored),
      { query: expected, certain: true, notes: [] },
      query,
    );
  const { certain, notes } = rewriteAql('Administrator = gone or user(gone)', restored);
  assert.equal(certain, false);
  assert.deepEqual(notes, ['The filter names the person gone, which the destination lacks.']);
});

import type { AqlNames, HeldKind } from '../../../../src/core/assets/aql/aql-names.ts';

/**
 * Types 43, 44; schema 5; objects 411 to 419, keys OLD-1 to OLD-9; the restore has 1043, 1044; 105;
 * 1411 to 1419, NEW-101 to NEW-109.
 */
const restored: AqlNames = fakeNames({
  oldKeyPrefix: 'OLD',
  newKeyPrefix: 'NEW',
  objectTypeId: new Map([
    ['43', '1043'],
    ['44', '1044'],
  ]),
  objectSchemaId: new Map([['5', '105']]),
  objectId: numbered((n) => [String(410 + n), String(1410 + n)]),
  objectKey: numbered((n) => [`OLD-${n}`, `NEW-${100 + n}`]),
  schemaName: new Map([
    ['IT assets', 'IT assets (restored)'],
    ['People', 'People'],
  ]),
  typeName: new Map([
    ['Server', 'Server'],
    ['Web "host"', 'Web host'],
    ['Laptop', 'Laptop 2'],
  ]),
  named: new Map([
    ['user JIRAUSER1', '712020:a-b'],
    ['group admins', 'site admins'],
    ['status Waiting for approval', 'Waiting'],
    ['project OPS', 'OPS'],
  ]),
});

/** The same names the other way round. */
const reversed: AqlNames = fakeNames({
  oldKeyPrefix: 'NEW',
  newKeyPrefix: 'OLD',
  objectTypeId: new Map([
    ['1043', '43'],
    ['1044', '44'],
  ]),
  objectSchemaId: new Map([['105', '5']]),
  objectId: numbered((n) => [String(1410 + n), String(410 + n)]),
  objectKey: numbered((n) => [`NEW-${100 + n}`, `OLD-${n}`]),
  schemaName: new Map([
    ['IT assets (restored)', 'IT assets'],
    ['People', 'People'],
  ]),
  typeName: new Map([
    ['Server', 'Server'],
    ['Web host', 'Web "host"'],
    ['Laptop 2', 'Laptop'],
  ]),
  named: new Map(),
});

const same = (text: string): string => text;
/** Everything kept its name. */
const identity: AqlNames = {
  oldKeyPrefix: 'OLD',
  newKeyPrefix: 'OLD',
  objectTypeId: same,
  objectSchemaId: same,
  objectId: same,
  objectKey: same,
  schemaName: same,
  typeName: same,
  heldKinds: restored.heldKinds,
  named: (_kind, old) => old,
};

type Names = ReadonlyMap<string, string>;
interface Tables {
  oldKeyPrefix: string;
  newKeyPrefix: string;
  objectTypeId: Names;
  objectSchemaId: Names;
  objectId: Names;
  objectKey: Names;
  schemaName: Names;
  typeName: Names;
  /** By kind and name. */
  named: Names;
}

function fakeNames(tables: Tables): AqlNames {
  const kinds = new Map<string, HeldKind[]>([
    ['used by', ['reference']],
    ['model', ['reference']],
    ['name', ['other']],
    ['serial', ['other']],
    ['constructor', ['other']],
    ['administrator', ['user']],
    ['team', ['group']],
    ['state', ['status']],
    ['space', ['project']],
    ['contact', ['user', 'other']],
    ['keeper', ['user', 'group']],
    ['part', ['reference', 'other']],
  ]);
  return {
    oldKeyPrefix: tables.oldKeyPrefix,
    newKeyPrefix: tables.newKeyPrefix,
    objectTypeId: (old) => tables.objectTypeId.get(old),
    objectSchemaId: (old) => tables.objectSchemaId.get(old),
    objectId: (old) => tables.objectId.get(old),
    objectKey: (old) => tables.objectKey.get(old),
    schemaName: (old) => tables.schemaName.get(old),
    typeName: (old) => tables.typeName.get(old),
    heldKinds: (name) => new Set(kinds.get(name.toLowerCase())),
    named: (kind, old) => (old === 'gone' ? null : tables.named.get(`${kind} ${old}`)),
  };
}

function numbered(entry: (n: number) => [string, string]): Names {
  return new Map(Array.from({ length: 9 }, (_, at) => entry(at + 1)));
}

/** What things are called after a restore, the way back, and where nothing got another name. */
export const fakeAqlNames = { restored, reversed, identity };

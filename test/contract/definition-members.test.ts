import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { attributeBody } from '../../src/atlassian/assets/writing/attribute-body.ts';
import {
  toAttribute,
  ApiAttribute,
} from '../../src/atlassian/assets/shapes/definitions/api-attribute.ts';
import type { AttributeDefinition } from '../../src/core/assets/model/definitions/attribute-definition.ts';
import { attributeInput, type IdMaps } from '../../src/core/compare/structure/attribute-input.ts';
import { countDefinitions, type Usage } from '../../src/core/restores/objects/scan-objects.ts';

/**
 * What is decided about each member of a definition, so that none is written to another site with
 * the ids and names of the first. `mapped`: it names something, and goes through the maps. `as is`:
 * it means the same everywhere. `AQL`: names within it are rewritten. `not written`: the site makes
 * it, or it is written under another name.
 */
type Decision = 'mapped' | 'as is' | 'AQL' | 'not written';
const ATTRIBUTE: Record<string, Decision> = {
  additionalValue: 'mapped',
  typeValue: 'mapped',
  typeValueMulti: 'mapped',
  referenceType: 'mapped',
  referenceObjectTypeId: 'mapped',
  referenceObjectType: 'mapped',
  qlQuery: 'AQL',
  iql: 'AQL',
  name: 'as is',
  label: 'as is',
  type: 'as is',
  defaultType: 'as is',
  defaultTypeId: 'as is',
  description: 'as is',
  minimumCardinality: 'as is',
  maximumCardinality: 'as is',
  suffix: 'as is',
  summable: 'as is',
  hidden: 'as is',
  includeChildObjectTypes: 'as is',
  uniqueAttribute: 'as is',
  regexValidation: 'as is',
  options: 'as is',
  workspaceId: 'not written',
  globalId: 'not written',
  id: 'not written',
  objectType: 'not written',
  editable: 'not written',
  system: 'not written',
  indexed: 'not written',
  sortable: 'not written',
  removable: 'not written',
  position: 'not written',
};
const OTHERS: Record<string, Decision> = {
  objectSchemaId: 'mapped',
  parentObjectTypeId: 'mapped',
  iconId: 'mapped',
  icon: 'mapped',
  name: 'as is',
  description: 'as is',
  category: 'as is',
  color: 'as is',
  inherited: 'as is',
  abstractObjectType: 'as is',
  objectSchemaKey: 'as is',
  workspaceId: 'not written',
  globalId: 'not written',
  id: 'not written',
  position: 'not written',
  created: 'not written',
  updated: 'not written',
  objectCount: 'not written',
  objectTypeCount: 'not written',
  parentObjectTypeInherited: 'not written',
  status: 'not written',
  canManage: 'not written',
  type: 'not written',
  url16: 'not written',
  cdmData: 'not written',
};
/** The same for our own model: a member that is added has to be decided about here. */
const MODEL: Record<keyof AttributeDefinition, Decision> = {
  referencedTypeId: 'mapped',
  referenceTypeId: 'mapped',
  userGroups: 'mapped',
  allowedStatuses: 'mapped',
  additionalValue: 'mapped',
  filter: 'AQL',
  name: 'as is',
  kind: 'as is',
  label: 'as is',
  description: 'as is',
  minimumCardinality: 'as is',
  maximumCardinality: 'as is',
  suffix: 'as is',
  summable: 'as is',
  includeChildObjectTypes: 'as is',
  hidden: 'as is',
  unique: 'as is',
  regexValidation: 'as is',
  options: 'as is',
  id: 'not written',
  typeId: 'not written',
  position: 'not written',
  system: 'not written',
  editable: 'not written',
  removable: 'not written',
  stored: 'not written',
  versionProjects: 'not written',
};

const { components } = JSON.parse(
  readFileSync(new URL('openapi/assets-cloud.openapi.json', import.meta.url), 'utf8'),
) as { components: { schemas: Record<string, { properties: object }> } };
const membersOf = (schema: string): string[] => Object.keys(components.schemas[schema]!.properties);

test('every member that a definition has on the wire is decided about', () => {
  for (const schema of [
    'ObjectTypeAttribute',
    'ObjectTypeAttributeCreate',
    'ObjectTypeAttributeUpdate',
  ])
    for (const member of membersOf(schema))
      assert.ok(Object.hasOwn(ATTRIBUTE, member), `nobody has decided about ${schema}.${member}`);
  for (const schema of [
    'ObjectType',
    'ObjectTypeIn',
    'Status',
    'StatusIn',
    'ReferenceType',
    'ReferenceTypeIn',
    'ObjectSchema',
    'ObjectSchemaIn',
  ])
    for (const member of membersOf(schema))
      assert.ok(Object.hasOwn(OTHERS, member), `nobody has decided about ${schema}.${member}`);
});

/** On another site everything is called otherwise. */
const ELSEWHERE: IdMaps = {
  typeId: (old) => `type of ${old}`,
  referenceTypeId: (old) => `reference type of ${old}`,
  statusId: (old) => `status of ${old}`,
  statusName: (id) => id,
  groupName: (old) => `group of ${old}`,
  otherId: () => undefined,
};
const NAMES = ['1001', '1002', '1003', '1004', '1005', 'a group', 'b group'];

/** Kinds by number, with everything that such an attribute can name. */
const kinds: [number, object][] = [
  [1, { referenceObjectTypeId: '1001', referenceType: { id: '1002', name: 'Link' } }],
  [1, { typeValue: '1001', additionalValue: '1002' }],
  [2, { typeValueMulti: ['a group', 'b group'], additionalValue: 'SHOW_PROFILE' }],
  [3, { additionalValue: '1003' }],
  [4, { typeValueMulti: ['a group'] }],
  [5, { typeValue: '1004', typeValueMulti: ['1004'], additionalValue: '1005' }],
  [6, { typeValueMulti: ['1004'] }],
  [7, { typeValueMulti: ['1003', 1004] }],
  [8, { typeValue: '1004', typeValueMulti: ['1005'], additionalValue: '1003' }],
];

test('what names something goes through the maps, whatever the kind; of the ids and names of the first site none is written', () => {
  for (const [type, own] of kinds) {
    const wire = ApiAttribute.parse({ id: '9', name: 'Any', type, ...own });
    const input = attributeInput(toAttribute(wire, '5'), ELSEWHERE);
    assert.ok(input, `type ${type}`);
    const body = JSON.parse(JSON.stringify(attributeBody(input))) as Record<string, unknown>;
    const written = Object.entries(body).flatMap(([member, value]) =>
      [value].flat().map((each) => [member, String(each)] as const),
    );
    for (const [member, value] of written)
      assert.ok(!NAMES.includes(value), `type ${type}: ${member} is written as ${value}`);
    for (const [member] of written)
      assert.notEqual(ATTRIBUTE[member], 'not written', `type ${type}: ${member}`);
  }
});

test('the groups of users and the allowed statuses of an attribute arrive as they are called there', () => {
  const bodyOf = (type: number, typeValueMulti: unknown[]): Record<string, unknown> => {
    const wire = ApiAttribute.parse({ id: '9', name: 'Any', type, typeValueMulti });
    return { ...attributeBody(attributeInput(toAttribute(wire, '5'), ELSEWHERE)!) };
  };
  assert.deepEqual(bodyOf(2, ['a', 'b'])['typeValueMulti'], ['group of a', 'group of b']);
  assert.deepEqual(bodyOf(7, ['1', 2])['typeValueMulti'], ['status of 1', 'status of 2']);
});

test('what a definition names counts as usage', () => {
  const usage: Usage = {
    users: new Map(),
    groups: new Map([['a', 3]]),
    projects: new Map(),
    statuses: new Map(),
    versions: new Map(),
    siteThings: new Map(),
    others: new Map(),
  };
  const attributes = [
    { type: 2, typeValueMulti: ['a', 'b'] },
    { type: 7, typeValueMulti: ['10', '11'] },
  ].map((own, at) => toAttribute(ApiAttribute.parse({ id: at, name: 'Any', ...own }), '5'));
  const statuses = [{ id: '10', name: 'Ready', description: '', category: 1, stored: {} }];
  countDefinitions({ attributes, statuses }, usage);
  assert.deepEqual(
    [...usage.groups],
    [
      ['a', 4],
      ['b', 1],
    ],
  );
  assert.deepEqual(
    [...usage.statuses],
    [
      ['10', { name: 'Ready', count: 1 }],
      ['11', { name: '', count: 1 }],
    ],
  );
});

test('every member of the model that names something is another one elsewhere', () => {
  const full: AttributeDefinition = {
    ...toAttribute(ApiAttribute.parse({ id: '9', name: 'Any', type: 1 }), '5'),
    referencedTypeId: '1001',
    referenceTypeId: '1002',
    userGroups: ['a group'],
    allowedStatuses: ['1003'],
    additionalValue: '1004',
  };
  const input: Record<string, unknown> = { ...attributeInput(full, ELSEWHERE) };
  for (const [member, decision] of Object.entries(MODEL)) {
    const before = full[member as keyof AttributeDefinition];
    if (decision === 'mapped') assert.notDeepEqual(input[member], before, member);
    else if (decision === 'not written') assert.ok(!Object.hasOwn(input, member), member);
    else assert.deepEqual(input[member], before, member);
  }
});

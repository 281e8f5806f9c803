import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttributeDefinition } from '../../../../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { RestoreContext } from '../../../../../../src/core/restores/context/restore-context.ts';
import type { AttributeTargets } from '../../../../../../src/core/restores/values/map-values.ts';
import { attributeRoles } from '../../../../../../src/core/restores/write/objects/settle/attribute-roles.ts';
import { attributeOf } from '../../../../../support/sites/in-memory/attribute-of.ts';

const name = attributeOf({ id: '1', definition: { removable: false, uniqueAttribute: true } });
const code = attributeOf({ id: '2', name: 'Code', definition: { uniqueAttribute: true } });
const targets = new Map([name, code].map(({ id }) => [id, { id: `1${id}` }]));

/** Ids of the destination. `there`: what it has already, by the backup's ids. */
function uniqueWith(there: Map<string, AttributeDefinition>): string[] {
  const context = {
    source: { structure: { attributes: [name, code] } },
    matches: { structure: { attributes: there } },
  } as unknown as RestoreContext;
  return [...attributeRoles(context, targets as unknown as AttributeTargets).unique];
}

test('the attribute that Assets makes with a new type is not unique while objects are written', () => {
  assert.deepEqual(uniqueWith(new Map()), ['12']);
});

test('an attribute that exists is unique where the destination says so', () => {
  assert.deepEqual(uniqueWith(new Map([['1', name]])), ['11', '12']);
  assert.deepEqual(uniqueWith(new Map([['2', attributeOf({ id: '12' })]])), []);
});

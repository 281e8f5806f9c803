import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { DataCenterCalls } from '../../../src/atlassian/data-center/writing/data-center-calls.ts';
import { DataCenterStructureWriter } from '../../../src/atlassian/data-center/writing/data-center-structure-writer.ts';
import { AssetsObjectWriter } from '../../../src/atlassian/assets/writing/assets-object-writer.ts';
import type { Http } from '../../../src/atlassian/http/http.ts';

const file = path.join(import.meta.dirname, '../openapi/assets-dc.openapi.json');
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'api', ...(JSON.parse(readFileSync(file, 'utf8')) as object) });

/** What is wrong with a body, by the public specification; empty where nothing is. */
function faultOf(template: string, method: string, body: unknown): string {
  const place = `/rest/assets/1.0${template}`.replaceAll('/', '~1');
  const pointer = `api#/paths/${place}/${method}/requestBody/content/application~1json/schema`;
  const check = ajv.compile({ $ref: pointer });
  return check(body) ? '' : ajv.errorsText(check.errors);
}

const type = { name: 'A', description: '', iconId: '5', inherited: true, abstract: false };
const reference = {
  name: 'To',
  kind: 'reference',
  referencedTypeId: '12',
  referenceTypeId: '3',
  includeChildObjectTypes: true,
  maximumCardinality: -1,
  hidden: false,
  label: true,
  unique: false,
  summable: false,
} as const;

test('what is written to a Data Center is what its public specification takes', async () => {
  const sent: { method: string; body: unknown }[] = [];
  const http: Http = async ({ method, body }) => {
    sent.push({ method, body });
    const answer = { id: 7, name: 'A', objectSchemaKey: 'AB', objectKey: 'AB-7' };
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) };
  };
  const calls = new DataCenterCalls(http, 'https://jira.example.com/rest/assets/1.0', 'qlQuery');
  const structure = new DataCenterStructureWriter(calls, async () => []);
  const objects = new AssetsObjectWriter(calls);
  const written: [template: string, write: () => Promise<unknown>][] = [
    [
      '/objectschema/create',
      () => structure.createSchema({ name: 'A', key: 'AB', description: '' }),
    ],
    [
      '/objecttype/create',
      () => structure.createObjectType({ ...type, schemaId: '1', parentId: '2' }),
    ],
    ['/objecttype/{id}', () => structure.updateObjectType('3', type)],
    ['/objecttypeattribute/{objectTypeId}', () => structure.createAttribute('3', reference)],
    [
      '/objecttypeattribute/{objectTypeId}',
      () =>
        structure.createAttribute('3', {
          name: 'B',
          kind: 'user',
          userGroups: ['it'],
          unique: true,
        }),
    ],
    [
      '/objecttypeattribute/{objectTypeId}/{id}',
      () => structure.updateAttribute('3', '4', reference),
    ],
    [
      '/config/statustype',
      () => structure.createStatus({ name: 'A', category: 1, description: '', schemaId: '1' }),
    ],
    ['/object/create', () => objects.createObject({ typeId: '3', values: { '4': ['a', 'b'] } })],
    ['/object/{id}', () => objects.updateObject('9', { typeId: '3', values: { '4': [] } })],
  ];
  for (const [template, write] of written) {
    await write();
    const { method, body } = sent.at(-1)!;
    assert.equal(faultOf(template, method.toLowerCase(), body), '', `${method} ${template}`);
  }
});

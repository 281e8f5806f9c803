import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { startSimulator } from '../../simulator/start-simulator.ts';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}
interface Api {
  paths: Record<string, Record<string, Operation>>;
  components: object;
}

// The specification has a number; live sites answer a text.
const simulator = await startSimulator({ seed: 'demo', settings: { parentIdAs: 'number' } });
after(() => simulator.close());
const authorization = `Basic ${Buffer.from('admin@example.com:admin-token').toString('base64')}`;
const api = (name: string): Api =>
  JSON.parse(
    readFileSync(path.join(import.meta.dirname, 'openapi', `${name}.openapi.json`), 'utf8'),
  ) as Api;

function validator(document: Api) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'api', ...document });
  return (template: string, method: string, json: unknown): string => {
    const schema =
      document.paths[template]?.[method]?.responses['200']?.content?.['application/json']?.schema;
    assert.ok(schema, `${method} ${template} has no schema in the OpenAPI file`);
    const pointer = `api#/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/200/content/application~1json/schema`;
    const check = ajv.getSchema(pointer) ?? ajv.compile({ $ref: pointer });
    return check(json) ? '' : ajv.errorsText(check.errors).slice(0, 600);
  };
}

async function ask(method: string, url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${url}: ${answer.status} ${text.slice(0, 200)}`);
  return text === '' ? undefined : JSON.parse(text);
}

const { site } = simulator.world;
const computers = [...site.schemas.values()].find((schema) => schema.name === 'Computers')!;
const laptop = site.typesOf(computers.id).find((type) => type.name === 'Laptop')!;
const object = site.objects.idsOfType(laptop.id)[0]!;
const nameId = site.attributesOf(laptop.id).find((attribute) => attribute.name === 'Name')!.id;
const serialId = site.attributesOf(laptop.id).find((attribute) => attribute.name === 'Serial')!.id;
const root = `${simulator.url}/jsm/assets/workspace/${simulator.workspaceId}/v1`;

/** Method, path of the OpenAPI file, address that is asked, body. */
type Call = [method: string, template: string, address: string, body?: object];

const ASSETS_CALLS: Call[] = [
  ['get', '/objectschema/list', '/objectschema/list?includeCounts=true'],
  ['get', '/objectschema/{id}', `/objectschema/${computers.id}`],
  [
    'get',
    '/objectschema/{id}/attributes',
    `/objectschema/${computers.id}/attributes?extended=true`,
  ],
  ['get', '/objectschema/{id}/objecttypes', `/objectschema/${computers.id}/objecttypes`],
  ['get', '/objectschema/{id}/objecttypes/flat', `/objectschema/${computers.id}/objecttypes/flat`],
  ['get', '/objecttype/{id}', `/objecttype/${laptop.id}`],
  ['get', '/objecttype/{id}/attributes', `/objecttype/${laptop.id}/attributes`],
  ['get', '/object/{id}', `/object/${object}`],
  ['get', '/object/{id}/attributes', `/object/${object}/attributes`],
  ['get', '/object/{id}/history', `/object/${object}/history`],
  ['get', '/object/{id}/referenceinfo', `/object/${object}/referenceinfo`],
  [
    'get',
    '/objectconnectedtickets/{objectId}/tickets',
    `/objectconnectedtickets/${site.issues[0]!.fields['customfield_10191']![0]}/tickets`,
  ],
  [
    'post',
    '/object/aql',
    '/object/aql?maxResults=50&includeAttributes=true',
    { qlQuery: `objectTypeId = ${laptop.id}` },
  ],
  ['post', '/object/aql/totalcount', '/object/aql/totalcount', { qlQuery: '' }],
  ['get', '/config/referencetype', '/config/referencetype'],
  ['get', '/config/statustype', '/config/statustype'],
  ['get', '/usage', '/usage'],
  ['get', '/icon/global', '/icon/global'],
  ['get', '/icon/{id}', '/icon/1'],
  [
    'post',
    '/objectschema/create',
    '/objectschema/create',
    { name: 'Made', objectSchemaKey: 'MADE' },
  ],
  ['put', '/objectschema/{id}', `/objectschema/${computers.id}`, { description: 'Changed' }],
  [
    'post',
    '/objecttype/create',
    '/objecttype/create',
    { name: 'Tablet', iconId: '1', objectSchemaId: String(computers.id) },
  ],
  ['put', '/objecttype/{id}', `/objecttype/${laptop.id}`, { description: 'Portable' }],
  [
    'post',
    '/objecttypeattribute/{objectTypeId}',
    `/objecttypeattribute/${laptop.id}`,
    { name: 'Colour', type: '0', defaultTypeId: '0' },
  ],
  [
    'post',
    '/object/create',
    '/object/create',
    {
      objectTypeId: String(laptop.id),
      attributes: [
        { objectTypeAttributeId: String(nameId), objectAttributeValues: [{ value: 'New' }] },
        {
          objectTypeAttributeId: String(serialId),
          objectAttributeValues: [{ value: 'unique-1' }],
        },
      ],
    },
  ],
  [
    'put',
    '/object/{id}',
    `/object/${object}`,
    {
      objectTypeId: String(laptop.id),
      attributes: [
        { objectTypeAttributeId: String(nameId), objectAttributeValues: [{ value: 'Renamed' }] },
      ],
    },
  ],
  ['post', '/config/statustype', '/config/statustype', { name: 'Lost', category: 0 }],
  ['post', '/config/referencetype', '/config/referencetype', { name: 'Near' }],
];

test('what the pretend Assets answers is what Atlassian publishes', async () => {
  const check = validator(api('assets-cloud'));
  for (const [method, template, address, body] of ASSETS_CALLS)
    assert.equal(
      check(template, method, await ask(method.toUpperCase(), `${root}${address}`, body)),
      '',
      `${method} ${template}`,
    );
});

test('what the pretend Jira answers is what Atlassian publishes', async () => {
  const check = validator(api('jira-cloud-subset'));
  const key = site.issues[0]!.key;
  const calls: Call[] = [
    ['get', '/rest/api/3/myself', '/rest/api/3/myself?expand=groups,applicationRoles'],
    [
      'get',
      '/rest/api/3/mypermissions',
      '/rest/api/3/mypermissions?permissions=ADMINISTER,BULK_CHANGE',
    ],
    ['get', '/rest/api/3/field', '/rest/api/3/field'],
    ['get', '/rest/api/3/field/search', '/rest/api/3/field/search'],
    [
      'post',
      '/rest/api/3/search/jql',
      '/rest/api/3/search/jql',
      { jql: '"Affected computer" is not EMPTY', fields: ['summary', 'customfield_10191'] },
    ],
    [
      'post',
      '/rest/api/3/search/approximate-count',
      '/rest/api/3/search/approximate-count',
      { jql: 'project = HELP' },
    ],
    ['get', '/rest/api/3/issue/{issueIdOrKey}', `/rest/api/3/issue/${key}`],
    [
      'post',
      '/rest/api/3/issue/bulkfetch',
      '/rest/api/3/issue/bulkfetch',
      { issueIdsOrKeys: [key], fields: ['summary', 'customfield_10191'] },
    ],
    ['get', '/rest/api/3/groups/picker', '/rest/api/3/groups/picker?query=it'],
    ['get', '/rest/api/3/user/search', '/rest/api/3/user/search?query=ann'],
    ['get', '/rest/api/3/users/search', '/rest/api/3/users/search'],
    ['get', '/rest/api/3/project/search', '/rest/api/3/project/search'],
    ['get', '/rest/api/3/serverInfo', '/rest/api/3/serverInfo'],
  ];
  for (const [method, template, address, body] of calls)
    assert.equal(
      check(template, method, await ask(method.toUpperCase(), `${simulator.url}${address}`, body)),
      '',
      `${method} ${template}`,
    );
});

test('a wrong value refuses the whole write and names its attribute', async () => {
  const answer = await fetch(`${root}/object/${object}`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({
      objectTypeId: String(laptop.id),
      attributes: [
        {
          objectTypeAttributeId: String(nameId),
          objectAttributeValues: [{ value: 'x'.repeat(300) }],
        },
      ],
    }),
  });
  assert.equal(answer.status, 400);
  assert.match(
    JSON.stringify(await answer.json()),
    new RegExp(`rlabs-insight-attribute-${nameId}.*less than 255`),
  );
});

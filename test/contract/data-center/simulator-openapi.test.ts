import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { startSimulator } from '../../../simulator/start-simulator.ts';

interface Api {
  paths: Record<string, object>;
  components: object;
}

const file = path.join(import.meta.dirname, '../openapi/assets-dc.openapi.json');
const api = JSON.parse(readFileSync(file, 'utf8')) as Api;
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'api', ...api });

const simulator = await startSimulator({ seed: 'dc' });
after(() => simulator.close());
const { world, url } = simulator;

/** What is wrong with an answer, by the public specification; empty where nothing is. */
function faultOf(template: string, method: string, json: unknown): string {
  const pointer = `api#/paths/${template.replaceAll('/', '~1')}/${method}/responses/200/content/application~1json/schema`;
  const check = ajv.getSchema(pointer) ?? ajv.compile({ $ref: pointer });
  return check(json) ? '' : ajv.errorsText(check.errors).slice(0, 600);
}

const bearer = (account: string): string => `Bearer ${account}-token`;
const basic = (account: string, password: string): string =>
  `Basic ${Buffer.from(`${account}:${password}`).toString('base64')}`;

async function ask(
  address: string,
  { authorization = bearer('admin'), ...rest }: RequestInit & { authorization?: string } = {},
): Promise<Response> {
  const headers = { authorization, 'content-type': 'application/json' };
  return fetch(`${url}${address}`, { redirect: 'manual', ...rest, headers });
}

const hardware = [...world.site.schemas.values()].find(({ name }) => name === 'Hardware')!;
const server = world.site.typesOf(hardware.id).find(({ name }) => name === 'Server')!;
const [objectId = 0] = world.site.objects.idsOfType(server.id);
const query = `qlQuery=objectTypeId%20%3D%20${server.id}&resultPerPage=50&includeAttributes=true`;

const CALLS: [template: string, address: string][] = [
  ['/objectschema/list', '/objectschema/list'],
  ['/objectschema/{id}', `/objectschema/${hardware.id}`],
  ['/objectschema/{id}/objecttypes/flat', `/objectschema/${hardware.id}/objecttypes/flat`],
  ['/objecttype/{id}', `/objecttype/${server.id}`],
  ['/objecttype/{id}/attributes', `/objecttype/${server.id}/attributes`],
  ['/aql/objects', `/aql/objects?${query}`],
  ['/object/{id}', `/object/${objectId}`],
  ['/object/{id}', `/object/HW-${objectId}`],
  ['/object/{id}/attributes', `/object/${objectId}/attributes`],
  ['/object/{id}/history', `/object/${objectId}/history`],
  ['/object/{id}/referenceinfo', `/object/${objectId}/referenceinfo`],
  ['/object/archived', `/object/archived?objectSchemaId=${hardware.id}`],
  ['/attachments/object/{objectId}', `/attachments/object/${objectId}`],
  ['/comment/object/{objectId}', `/comment/object/${objectId}`],
  ['/config/statustype', '/config/statustype'],
  ['/icon/global', '/icon/global'],
  ['/icon/objectschema/{id}', `/icon/objectschema/${hardware.id}`],
  ['/icon/{id}', '/icon/1'],
];

test('what the pretend Data Center answers is what its public specification says', async () => {
  for (const [template, address] of CALLS) {
    const answer = await ask(`/rest/assets/1.0${address}`);
    assert.equal(answer.status, 200, address);
    assert.equal(faultOf(`/rest/assets/1.0${template}`, 'get', await answer.json()), '', address);
  }
});

test('what it answers to comments, files and archiving is what its specification says', async () => {
  const root = '/rest/assets/1.0';
  const post = (address: string, body: string | FormData, headers = {}): Promise<Response> =>
    fetch(`${url}${root}${address}`, {
      method: 'POST',
      body,
      headers: { authorization: bearer('admin'), ...headers },
    });
  const comment = await post(
    '/comment/create',
    JSON.stringify({ objectId, comment: 'Fine', role: 0 }),
    { 'content-type': 'application/json' },
  );
  assert.equal(faultOf(`${root}/comment/create`, 'post', await comment.json()), '');
  const form = new FormData();
  form.set('file', new Blob(['A note']), 'note.txt');
  const place = `/attachments/object/${objectId}`;
  assert.equal((await post(place, form)).status, 403, 'XSRF');
  const added = await post(place, form, { 'x-atlassian-token': 'no-check' });
  const files = (await added.json()) as { id: number; url: string }[];
  assert.equal(faultOf(`${root}/attachments/object/{objectId}`, 'post', files), '');
  const [file] = files;
  const read = await fetch(file!.url, { headers: { authorization: bearer('admin') } });
  assert.equal(await read.text(), 'A note');
  const gone = await ask(`${root}/attachments/${file!.id}`, { method: 'DELETE' });
  assert.equal(faultOf(`${root}/attachments/{attachmentId}`, 'delete', await gone.json()), '');
  for (const what of ['archive', 'restore']) {
    const answer = await ask(`${root}/object/${what}/HW-${objectId}`, { method: 'PUT' });
    const template = `${root}/object/${what}/{objectIdentifier}`;
    assert.equal(faultOf(template, 'put', await answer.json()), '', what);
  }
});

test('searches know no archived objects, page by number, and say the true total', async () => {
  const answer = await ask(`/rest/assets/1.0/aql/objects?${query}&page=3`);
  const page = (await answer.json()) as Record<string, number> & { objectEntries: object[] };
  assert.equal(page['totalFilterCount'], 135);
  assert.equal(page['pageSize'], 3);
  assert.equal(page.objectEntries.length, 35);
  const archived = await ask(`/rest/assets/1.0/object/archived?objectSchemaId=${hardware.id}`);
  assert.equal(((await archived.json()) as { total: number }).total, 5);
});

test('each version answers under its own addresses, others get XML', async () => {
  const rootsOf = async (version: typeof world.settings.jiraVersion): Promise<number[]> => {
    world.settings.jiraVersion = version;
    const roots = ['assets', 'insight'].map((root) => ask(`/rest/${root}/1.0/objectschema/list`));
    return Promise.all(roots.map(async (answer) => (await answer).status));
  };
  assert.deepEqual(await rootsOf('8.20.30'), [404, 200]);
  assert.deepEqual(await rootsOf('11.3.0'), [200, 404]);
  assert.deepEqual(await rootsOf('10.3.23'), [200, 200]);
  const unknown = await ask('/rest/assets/1.0/no/such/route');
  assert.equal(unknown.headers.get('content-type'), 'application/xml');
});

test('errors are in the language of the server, strangers may be sent to the login page', async () => {
  Object.assign(world.settings, { language: 'de', strangersGo: 'to the login page' });
  const missing = await ask('/rest/assets/1.0/object/999999999');
  assert.match(await missing.text(), /wurde nicht gefunden/);
  const stranger = await ask('/rest/assets/1.0/objectschema/list', { authorization: '' });
  assert.equal(stranger.status, 302);
  assert.match(stranger.headers.get('location') ?? '', /login\.jsp/);
  Object.assign(world.settings, { language: 'en', strangersGo: 'away' });
});

test('three wrong passwords lead to a CAPTCHA, and version 11 takes no passwords', async () => {
  const list = (authorization: string) =>
    ask('/rest/assets/1.0/objectschema/list', { authorization });
  assert.equal((await list(basic('user', 'user-password'))).status, 200);
  for (let tries = 0; tries < 3; tries += 1)
    assert.equal((await list(basic('user', 'wrong'))).status, 401);
  const denied = await list(basic('user', 'user-password'));
  assert.match(denied.headers.get('x-authentication-denied-reason') ?? '', /^CAPTCHA_CHALLENGE/);
  assert.equal((await list(bearer('user'))).status, 200);
  world.settings.jiraVersion = '11.3.0';
  assert.equal((await list(basic('admin', 'admin-password'))).status, 403);
  world.settings.jiraVersion = '10.3.23';
});

test('who does not manage a schema gets its objects and an empty structure', async () => {
  const authorization = bearer('user');
  const types = await ask(`/rest/assets/1.0/objectschema/${hardware.id}/objecttypes/flat`, {
    authorization,
  });
  assert.deepEqual(await types.json(), []);
  const objects = await ask(`/rest/assets/1.0/aql/objects?${query}`, { authorization });
  assert.equal(((await objects.json()) as { totalFilterCount: number }).totalFilterCount, 135);
});

test('a site with a context path answers below it alone', async () => {
  world.settings.contextPath = '/jira';
  assert.equal((await ask('/jira/rest/api/2/serverInfo')).status, 200);
  assert.equal((await ask('/rest/api/2/serverInfo')).status, 404);
  world.settings.contextPath = '';
});

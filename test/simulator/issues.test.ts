import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { DEFAULT_SETTINGS } from '../../simulator/world/settings.ts';
import { callerOn } from '../support/simulator/caller-on.ts';

let now = Date.parse('2026-11-01T00:00:00Z');
const simulator = await startSimulator({ seed: 'demo', now: () => now });
after(() => simulator.close());
const { site } = simulator.world;
const call = callerOn(simulator);
const asUser = callerOn(simulator, 'user');
beforeEach(() => {
  Object.assign(simulator.settings, structuredClone(DEFAULT_SETTINGS));
  now += 60_000;
});

const authorization = `Basic ${Buffer.from('admin@example.com:admin-token').toString('base64')}`;
const headersOf = async (method: string, path: string, body?: object): Promise<Headers> => {
  const options = { method, headers: { authorization, 'content-type': 'application/json' } };
  const sent = body ? { ...options, body: JSON.stringify(body) } : options;
  return (await fetch(`${simulator.url}${path}`, sent)).headers;
};
const idOf = (name: string): number =>
  [...site.schemas.values()].find((schema) => schema.name === name)!.id;
const naming = (schema: string): string => `aqlFunction("objectSchemaId = ${idOf(schema)}")`;

async function keysBy(jql: string, ask = call, maxResults = 100): Promise<string[]> {
  const keys: string[] = [];
  let nextPageToken: string | undefined;
  do {
    const { status, json } = await ask('POST', '/rest/api/3/search/jql', {
      jql,
      maxResults,
      fields: ['summary'],
      nextPageToken,
    });
    assert.equal(status, 200, JSON.stringify(json));
    const page = json as { issues: { key: string }[]; nextPageToken?: string };
    keys.push(...page.issues.map(({ key }) => key));
    ({ nextPageToken } = page);
  } while (nextPageToken);
  return keys;
}

test('issues that name an object of a schema are found, in pages, whichever field names it', async () => {
  const expected = site.issues
    .filter(({ fields }) =>
      Object.values(fields)
        .flat()
        .some((id) => {
          const type = site.requireType(site.objects.require(id).typeId);
          return type.schemaId === idOf('Offices');
        }),
    )
    .map(({ key }) => key);
  assert.ok(expected.length > 5);
  const jql = `"Affected computer" in ${naming('Offices')} OR "Related objects" in ${naming('Offices')}`;
  assert.deepEqual(await keysBy(jql, call, 3), expected);
  const counted = await call('POST', '/rest/api/3/search/approximate-count', { jql });
  assert.deepEqual(counted.json, { count: expected.length });
});

test('JQL is read with brackets, NOT and lists; without a restriction it is refused', async () => {
  const some = '(project = OPS OR key in ("HELP-2", "HELP-3")) AND NOT Replacement is EMPTY';
  assert.deepEqual(
    await keysBy(`${some} ORDER BY key`),
    site.issues
      .filter(
        ({ project, key, fields }) =>
          (project === 'OPS' || ['HELP-2', 'HELP-3'].includes(key)) && fields['customfield_10192'],
      )
      .map(({ key }) => key),
  );
  for (const jql of ['order by key', '"Nothing" is EMPTY', 'summary ~ "x"']) {
    const { status } = await call('POST', '/rest/api/3/search/jql', { jql });
    assert.equal(status, 400, jql);
  }
});

test('an issue that an account cannot see is not found, and not answered', async () => {
  site.issues[0]!.hiddenFrom = ['user@example.com'];
  const { key } = site.issues[0]!;
  assert.equal((await keysBy(`key = ${key}`)).length, 1);
  assert.equal((await keysBy(`key = ${key}`, asUser)).length, 0);
  const { status } = await asUser('GET', `/rest/api/3/issue/${key}`);
  assert.equal(status, 404);
});

test('an issue of an archived project is not found, and answered, and nobody edits it', async () => {
  const issue = site.issues[3]!;
  issue.isArchived = true;
  assert.deepEqual(await keysBy(`key = ${issue.key}`), []);
  const path = `/rest/api/3/issue/${issue.key}`;
  assert.equal((await call('GET', path)).status, 200);
  const body = { update: { customfield_10192: [{ set: [] }] } };
  assert.equal((await call('PUT', path, body)).status, 400);
  issue.isArchived = false;
});

test('an issue that was moved to another project is found under its former key as well', async () => {
  const issue = site.issues[4]!;
  const { key } = issue;
  Object.assign(issue, { key: 'MOVED-1', formerKeys: [key] });
  assert.deepEqual(await keysBy(`key in ("${key}")`), ['MOVED-1']);
  const { json } = await call('GET', `/rest/api/3/issue/${key}`);
  assert.equal((json as { key: string }).key, 'MOVED-1');
  const body = { issueIdsOrKeys: [key], fields: ['summary'] };
  const bulk = await call('POST', '/rest/api/3/issue/bulkfetch', body);
  const { issues } = bulk.json as { issues: { key: string }[] };
  assert.deepEqual(
    issues.map((each) => each.key),
    ['MOVED-1'],
  );
  Object.assign(issue, { key, formerKeys: [] });
});

test('a field is set whole, without notice, and takes only what its context offers', async () => {
  const { key, fields } = site.issues[1]!;
  const office = [...site.types.values()].find(({ name }) => name === 'Office')!;
  const [one, other] = site.objects.idsOfType(office.id);
  const set = (field: string, ids: (number | undefined)[], query = '?notifyUsers=false') =>
    call('PUT', `/rest/api/3/issue/${key}${query}`, {
      update: { [field]: [{ set: ids.map((id) => ({ objectId: String(id) })) }] },
    });
  assert.equal((await set('customfield_10194', [one])).status, 204);
  assert.deepEqual(fields['customfield_10194'], [one]);
  assert.equal(site.issues[1]!.notices, 0);
  assert.equal((await set('customfield_10194', [one, other])).status, 400, 'one object only');
  const laptop = fields['customfield_10191'] ?? [];
  assert.equal((await set('customfield_10194', laptop)).status, 400, 'of another schema');
  assert.equal((await set('customfield_10195', [one])).status, 400, 'no context');
  assert.equal((await set('customfield_10194', [])).status, 204);
  assert.deepEqual(fields['customfield_10194'], []);
  const add = { update: { customfield_10192: [{ add: { objectId: String(one) } }] } };
  assert.equal((await call('PUT', `/rest/api/3/issue/${key}`, add)).status, 400);
});

test('writes to one issue and calls of a second are limited, each for its own time', async () => {
  const { key } = site.issues[2]!;
  const path = `/rest/api/3/issue/${key}`;
  const empty = { update: { customfield_10192: [{ set: [] }] } };
  const write = () => call('PUT', path, empty);
  for (let at = 0; at < 20; at += 1) assert.equal((await write()).status, 204);
  const refused = await headersOf('PUT', path, empty);
  assert.equal(refused.get('ratelimit-reason'), 'jira-per-issue-on-write');
  assert.equal(refused.get('retry-after'), '2');
  now += 2_001;
  assert.equal((await write()).status, 204);
  now += 60_000;
  const read = () => call('GET', '/rest/api/3/field');
  for (let at = 0; at < 100; at += 1) assert.equal((await read()).status, 200);
  const burst = await headersOf('GET', '/rest/api/3/field');
  assert.equal(burst.get('ratelimit-reason'), 'jira-burst-based');
  simulator.settings.jiraLimits = false;
  assert.equal((await read()).status, 200);
});

test('what fields hold of deleted objects is a switch', async () => {
  const [id] = site.issues[3]!.fields['customfield_10191']!;
  const [next] = site.issues[4]!.fields['customfield_10191']!;
  site.deleteObject(id!);
  assert.deepEqual(site.issues[3]!.fields['customfield_10191'], [id]);
  simulator.settings.deletedInIssues = 'removed';
  site.deleteObject(next!);
  assert.deepEqual(site.issues[4]!.fields['customfield_10191'], []);
});

test('fields without a context are only found by the search for fields; configurations are a switch', async () => {
  const names = (json: unknown) => (json as { name: string }[]).map(({ name }) => name);
  const listed = await call('GET', '/rest/api/3/field');
  assert.ok(!names(listed.json).includes('Asset (old)'));
  const found = await call('GET', '/rest/api/3/field/search?id=customfield_10195');
  assert.deepEqual(names((found.json as { values: unknown }).values), ['Asset (old)']);
  const contexts = await call('GET', '/rest/api/3/field/customfield_10194/context');
  const [{ id }] = (contexts.json as { values: [{ id: string }] }).values;
  const path = `/rest/servicedesk/cmdb/latest/fieldconfig/${id}`;
  const { json } = await call('GET', path);
  assert.equal((json as { objectSchemaId: string }).objectSchemaId, String(idOf('Offices')));
  simulator.settings.absent = { 'field-config': 404 };
  assert.equal((await call('GET', path)).status, 404);
});

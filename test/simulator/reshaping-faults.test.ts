import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Fault } from '../../simulator/faults/fault.ts';
import { STRANGE_ANSWER_NAMES } from '../../simulator/faults/strange-answer.ts';
import { writableSite } from '../support/simulator/writable-site.ts';

const { simulator, site, idsOf, typeNamed, call } = await writableSite();
beforeEach(() => {
  simulator.settings.endpointLimits = {};
});

const search = (qlQuery: string, query = '') => call('POST', `/object/aql?${query}`, { qlQuery });
const befall = (...faults: Fault[]): void => {
  simulator.settings.faults = faults;
};
const idsIn = (json: { values: { id: string }[] }): string[] => json.values.map(({ id }) => id);

test('a capped page holds less than was asked for, and says whether it is the last', async () => {
  befall({ path: 'object/aql$', kind: 'page-cap', max: 5, probability: 1 });
  const query = `objectTypeId = ${typeNamed('Office').id}`;
  const page = (await search(query, 'startAt=0&maxResults=100')).json;
  assert.deepEqual([page.values.length, page.isLast, page.total], [5, false, 17]);
  const last = (await search(query, 'startAt=15&maxResults=100')).json;
  assert.deepEqual([last.values.length, last.isLast], [2, true]);
});

test('beyond an offset there is nothing: an empty page that is the last one, or a refusal', async () => {
  befall({ path: 'object/aql$', kind: 'offset-end', from: 10, as: 'empty', probability: 1 });
  const crossing = (await search('', 'startAt=5&maxResults=50')).json;
  assert.deepEqual([crossing.values.length, crossing.isLast, crossing.total], [5, true, 10]);
  const beyond = (await search('', 'startAt=10&maxResults=50')).json;
  assert.deepEqual([beyond.values.length, beyond.isLast], [0, true]);
  befall({ path: 'object/aql$', kind: 'offset-end', from: 10, as: 'refused', probability: 1 });
  assert.equal((await search('', 'startAt=0&maxResults=10')).status, 200);
  assert.equal((await search('', 'startAt=5&maxResults=10')).status, 400);
});

test('an endless list gives its first page for ever, or pages of names that nobody has seen', async () => {
  befall({ path: 'group/bulk', kind: 'endless', with: 'the-same', probability: 1 });
  const groups = async (startAt: number) =>
    (await call('GET', `/rest/api/3/group/bulk?startAt=${startAt}&maxResults=1`)).json;
  assert.deepEqual(
    [(await groups(0)).values, (await groups(0)).isLast],
    [(await groups(700)).values, false],
  );
  befall({ path: 'group/bulk', kind: 'endless', with: 'new-names', probability: 1 });
  assert.equal((await groups(7)).values[0].name, 'it-admins 7');
});

test('objects move to another type before the request is answered, and keep id, key and values', async () => {
  const [office] = idsOf('Office');
  befall({
    path: 'object/aql$',
    sent: 'objectTypeId',
    kind: 'move',
    count: 2,
    probability: 1,
    times: 1,
  });
  await search('objectSchemaId = 1');
  assert.equal(idsOf('Office').length, 17, 'another query');
  await search(`objectTypeId = ${typeNamed('Office').id}`);
  await search(`objectTypeId = ${typeNamed('Office').id}`);
  assert.equal(idsOf('Office').length, 15);
  const moved = site().objects.require(office!);
  assert.notEqual(moved.typeId, typeNamed('Office').id);
  assert.deepEqual([site().labelOf(moved), moved.number], ['Office 1', office]);
});

test('members of answers are absent, null or of another type, for one object in so many always the same', async () => {
  befall({
    path: 'object/aql$',
    kind: 'change',
    probability: 1,
    changes: [
      { member: 'values.*.label', to: 'null', oneOf: 4 },
      { member: 'values.*.objectType.icon', to: 'absent' },
      { member: '**.position', to: 'text' },
      { member: 'values.*.id', to: 'number' },
      { member: 'startAt', to: 'value', value: { odd: true } },
    ],
  });
  const once = (await search('', 'maxResults=50')).json;
  const labelless = (values: { id: number; label: unknown }[]): number[] =>
    values.filter(({ label }) => label === null).map(({ id }) => id);
  assert.ok(labelless(once.values).length > 0 && labelless(once.values).length < 20);
  assert.equal(typeof once.values[0].id, 'number');
  assert.equal(typeof once.values[0].objectType.position, 'string');
  assert.equal('icon' in once.values[0].objectType, false);
  assert.deepEqual(once.startAt, { odd: true });
  const half = (await search('', 'startAt=10&maxResults=50')).json;
  assert.deepEqual(
    labelless(half.values),
    labelless(once.values.slice(10)),
    'the same ones on another page',
  );
});

test('an item of a list comes twice, and a value is nested deeper than a reader can go', async () => {
  befall({
    path: 'object/aql$',
    kind: 'change',
    probability: 1,
    changes: [
      { member: 'values.*', to: 'twice', oneOf: 3 },
      { member: 'total', to: 'deep' },
    ],
  });
  const { json } = await search('', 'maxResults=50');
  assert.ok(idsIn(json).length > new Set(idsIn(json)).size);
  let levels = 0;
  for (let at = json.total; Array.isArray(at); at = at[0]) levels += 1;
  assert.equal(levels, 5_000);
});

test('a strange answer stands in for the API’s once, before the work or after it', async () => {
  for (const name of STRANGE_ANSWER_NAMES.filter((each) => each !== 'bomb')) {
    befall({ path: 'objectschema/list', kind: 'answer', name, probability: 1, times: 1 });
    const strange = await fetch(
      `${simulator.url}/jsm/assets/workspace/${simulator.workspaceId}/v1/objectschema/list`,
      { redirect: 'manual' },
    );
    assert.doesNotMatch(await strange.text(), /"name":"Tiny"/, name);
    assert.equal((await call('GET', '/objectschema/list')).status, 200, name);
  }
  const removed = idsOf('City')[0]!;
  befall({
    path: 'object/\\d+$',
    kind: 'answer',
    status: 418,
    text: 'no',
    isDone: true,
    probability: 1,
  });
  assert.equal((await call('DELETE', `/object/${removed}`)).status, 418);
  assert.equal(site().objects.get(removed), undefined);
});

test('one disturbance befalls a request, and whatever reshapes it besides', async () => {
  befall(
    { path: 'list', kind: '503', probability: 1, times: 1 },
    { path: 'list', kind: '500', probability: 1, times: 1 },
    { path: 'list', kind: 'change', probability: 1, changes: [{ member: 'total', to: 'absent' }] },
  );
  assert.equal((await call('GET', '/objectschema/list')).status, 503);
  assert.equal((await call('GET', '/objectschema/list')).status, 500);
  assert.equal((await call('GET', '/objectschema/list')).json.total, undefined);
});

test('a refusal of no field in particular has the shape that the switch names', async () => {
  const refused = async (): Promise<object> => (await call('GET', '/objectschema/0')).json;
  assert.deepEqual(Object.keys(await refused()), ['errorMessages', 'errors']);
  for (const shape of ['errorMessage', 'message'] as const) {
    simulator.settings.errorShape = shape;
    assert.deepEqual(await refused(), { [shape]: 'The object schema with id 0 was not found' });
  }
});

test('faults of a wrong kind or without what their kind needs are refused', async () => {
  const on = { path: 'x', probability: 1 };
  for (const fault of [
    { ...on, kind: 'page-cap' },
    { ...on, kind: 'offset-end', from: 3 },
    { ...on, kind: 'endless' },
    { ...on, kind: 'move' },
    { ...on, kind: 'change', changes: [{ member: 'a', to: 'gold' }] },
    { ...on, kind: 'answer', name: 'no such answer' },
    { ...on, kind: 'toString' },
  ])
    assert.equal(
      (await call('POST', '/_simulator/settings', { faults: [fault] })).status,
      400,
      JSON.stringify(fault),
    );
  const settings = await call('POST', '/_simulator/settings', {
    faults: [{ ...on, kind: 'answer', name: 'empty' }],
  });
  assert.equal(settings.status, 200);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataCenterPeople } from '../../src/atlassian/data-center/data-center-people.ts';
import type { HttpCall } from '../../src/atlassian/http/http.ts';

const peopleOf = (answer: (query: HttpCall['query']) => unknown) =>
  new DataCenterPeople(
    async ({ query }) => ({
      status: 200,
      headers: {},
      body: Buffer.from(JSON.stringify(answer(query))),
    }),
    'http://site',
  );

test('whoever is found by an email is found behind the first page, too', async () => {
  const all = Array.from({ length: 45 }, (_, at) => ({
    key: `u${at}`,
    emailAddress: at === 44 ? 'ann@x.org' : `ann@x.org.${at}`,
    active: true,
  }));
  const people = peopleOf((query) => {
    const from = Number(query?.['startAt']);
    return all.slice(from, from + 20);
  });
  assert.equal((await people.byEmail('ann@x.org'))?.accountId, 'u44');
});

test('a person who is answered without a key has the one that was asked for', async () => {
  const people = peopleOf(() => ({ name: 'ann', displayName: 'Ann', emailAddress: null }));
  const ann = { accountId: 'ann', displayName: 'Ann', email: null, active: true };
  assert.deepEqual(await people.byId(['ann']), [ann]);
});

/** A Jira with so many people, of whom every tenth left; `listed` is what its list says of one. */
function jira(people: number, listed: (person: object) => object | undefined) {
  const asked = { pages: 0, people: [] as string[] };
  const personAt = (at: number) => ({
    key: `u${at}`,
    displayName: `Person ${at}`,
    emailAddress: `u${at}@x.org`,
    active: at % 10 !== 0,
  });
  const all = Array.from({ length: people }, (_none, at) => personAt(at));
  const answerOf = ({ url, query = {} }: HttpCall): [number, object] => {
    if (url.endsWith('/user/list')) {
      asked.pages += 1;
      const from = Number(query['cursor'] ?? 0);
      const end = from + Number(query['maxResults']);
      const values = all.slice(from, end).flatMap((person) => listed(person) ?? []);
      return [200, { values, isLast: end >= people, nextCursor: String(end) }];
    }
    asked.people.push(String(query['key']));
    const person = all.find(({ key }) => key === query['key']);
    return person ? [200, person] : [404, {}];
  };
  const directory = new DataCenterPeople(async (call) => {
    const [status, json] = answerOf(call);
    return { status, headers: {}, body: Buffer.from(JSON.stringify(json)) };
  }, 'http://site');
  return { directory, asked, all };
}

const keysTo = (end: number): string[] => Array.from({ length: end }, (_none, at) => `u${at}`);
const sorted = (found: readonly { accountId: string }[]): string[] =>
  found.map(({ accountId }) => accountId).sort();

test('many people are found by the list of all users, and who is not on it is asked for', async () => {
  const { directory, asked, all } = jira(1_500, (person) => person);
  const found = await directory.byId([...keysTo(1_500), 'gone', '', 'u7']);
  assert.deepEqual(sorted(found), keysTo(1_500).sort());
  for (const person of found) {
    const { displayName, emailAddress, active } = all.find(({ key }) => key === person.accountId)!;
    assert.deepEqual(person, {
      accountId: person.accountId,
      displayName,
      email: emailAddress,
      active,
    });
  }
  assert.equal(asked.pages, 2);
  assert.ok(asked.people.length < 40, `${asked.people.length} people were asked for`);
  assert.equal(new Set(asked.people).size, asked.people.length);
});

test('a few people cost a call each, and no list', async () => {
  const { directory, asked } = jira(1_500, (person) => person);
  await directory.byId(keysTo(10));
  assert.deepEqual([asked.pages, asked.people.length], [0, 10]);
});

test('a list that does not say who is active is believed about nobody', async () => {
  const { directory, asked } = jira(60, (person) => ({ ...person, active: undefined }));
  const found = await directory.byId(keysTo(60));
  assert.deepEqual(sorted(found), keysTo(60).sort());
  assert.equal(found.find(({ accountId }) => accountId === 'u50')?.active, false);
  assert.deepEqual([asked.pages, asked.people.length], [1, 60]);
});

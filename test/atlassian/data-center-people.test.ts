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

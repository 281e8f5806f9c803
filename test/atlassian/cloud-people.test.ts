import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudPeople } from '../../src/atlassian/cloud/cloud-people.ts';
import type { HttpCall } from '../../src/atlassian/http/http.ts';

function people(
  answerOf: (query: NonNullable<HttpCall['query']>) => unknown,
  status = 200,
): { people: CloudPeople; asked: NonNullable<HttpCall['query']>[] } {
  const asked: NonNullable<HttpCall['query']>[] = [];
  return {
    asked,
    people: new CloudPeople(async ({ query = {} }) => {
      asked.push(query);
      return { status, headers: {}, body: Buffer.from(JSON.stringify(answerOf(query))) };
    }, 'http://site'),
  };
}

test('people are asked for by fifties, each once', async () => {
  const ids = Array.from({ length: 120 }, (_none, at) => `id-${at}`);
  const { people: site, asked } = people((query) => ({
    values: (query['accountId'] as string[]).map((accountId) => ({
      accountId,
      displayName: '',
      active: accountId !== 'id-3',
    })),
  }));
  const found = await site.byId([...ids, ...ids, '']);
  assert.deepEqual(
    found.map(({ accountId }) => accountId),
    ids,
  );
  assert.deepEqual(found[3], {
    accountId: 'id-3',
    displayName: 'id-3',
    email: null,
    active: false,
  });
  assert.deepEqual(
    asked.map((query) => [(query['accountId'] as string[]).length, query['maxResults']]),
    [
      [50, 50],
      [50, 50],
      [20, 50],
    ],
  );
});

test('only one active person with the whole e-mail counts', async () => {
  const one = { accountId: 'a', displayName: 'Ann', emailAddress: 'Ann@x.org', active: true };
  const cases: [object[], string | undefined][] = [
    [[one], 'a'],
    [[one, { ...one, accountId: 'b', emailAddress: 'ann@x.org.uk' }], 'a'],
    [[one, { ...one, accountId: 'b', emailAddress: 'ann@X.ORG' }], undefined],
    [[one, { ...one, accountId: 'b', active: false }], 'a'],
    [[{ ...one, active: false }], undefined],
    [[{ ...one, emailAddress: '' }], undefined],
    [[], undefined],
  ];
  for (const [found, id] of cases)
    assert.equal(
      (await people(() => found).people.byEmail('ann@x.org'))?.accountId,
      id,
      JSON.stringify(found),
    );
});

test('listings are read to their last page, even where pages are shorter than asked for, each name once', async () => {
  const all = ['a', 'b', 'c', 'd', 'e', 'e'];
  for (const says of [true, false]) {
    const page = people(({ startAt }) => ({
      values: all.slice(Number(startAt), Number(startAt) + 2).map((name) => ({ name })),
      ...(says ? { isLast: Number(startAt) + 2 >= all.length } : { isLast: false }),
    }));
    assert.deepEqual(await page.people.groups(), ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(
      page.asked.map((query) => query['startAt']),
      says ? [0, 2, 4] : [0, 2, 4, 6],
    );
  }
});

test('an account that may not browse people is told which permission it lacks', async () => {
  await assert.rejects(people(() => ({}), 403).people.groups(), {
    code: 'no-permission',
    message: /Browse users and groups/,
  });
});

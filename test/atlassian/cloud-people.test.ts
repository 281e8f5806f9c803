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

test('only one active person with the whole email counts', async () => {
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
  const words: [object, number[]][] = [
    [{ isLast: true, total: 5 }, [0, 2, 4]],
    [{ isLast: true }, [0, 2, 4, 5]],
    [{ isLast: false }, [0, 2, 4, 5]],
    [{}, [0, 2, 4, 5]],
  ];
  for (const [says, asked] of words) {
    const page = people(({ startAt }) => ({
      values: all.slice(Number(startAt), Number(startAt) + 2).map((name) => ({ name })),
      ...says,
    }));
    const { names } = await page.people.groups();
    assert.deepEqual(names, ['a', 'b', 'c', 'd', 'e'], JSON.stringify(says));
    assert.deepEqual(
      page.asked.map((query) => query['startAt']),
      asked,
    );
  }
});

test('a list that ends before the site says so is not complete', async () => {
  const cut = people(({ startAt }) => ({
    values: Number(startAt) === 0 ? [{ key: 'OPS' }] : [],
    isLast: true,
    total: 3,
  }));
  assert.deepEqual(await cut.people.projects(), { names: ['OPS'], complete: false });
});

test('people who did not come are asked for again, until an answer brings none of them', async () => {
  const ids = Array.from({ length: 54 }, (_none, at) => `id-${at}`);
  for (const most of [1, 10, 46, 50]) {
    const { people: site, asked } = people((query) => ({
      values: (query['accountId'] as string[])
        .filter((accountId) => accountId !== 'id-7')
        .slice(0, most)
        .map((accountId) => ({ accountId })),
      isLast: true,
    }));
    const found = (await site.byId(ids)).map(({ accountId }) => accountId);
    assert.deepEqual(
      found,
      ids.filter((id) => id !== 'id-7'),
      `${most} at once`,
    );
    assert.ok(asked.length <= 56, `${asked.length} calls`);
  }
});

test('people who did not come are asked for once where the site counts as many as came', async () => {
  const ids = Array.from({ length: 60 }, (_none, at) => `id-${at}`);
  const { people: site, asked } = people((query) => {
    const known = (query['accountId'] as string[]).filter((id) => id.endsWith('1'));
    return { values: known.map((accountId) => ({ accountId })), isLast: true, total: known.length };
  });
  const found = (await site.byId(ids)).map(({ accountId }) => accountId);
  assert.deepEqual(found, ['id-1', 'id-11', 'id-21', 'id-31', 'id-41', 'id-51']);
  assert.equal(asked.length, 2);
});

test('a search for an email goes on where many are found', async () => {
  const everybody = Array.from({ length: 34 }, (_none, at) => ({
    accountId: `id-${at}`,
    emailAddress: at === 33 ? 'ann@x.org' : `ann@x.org.${at}`,
  }));
  const { people: site, asked } = people(({ startAt }) =>
    everybody.slice(Number(startAt), Number(startAt) + 20),
  );
  assert.equal((await site.byEmail('ann@x.org'))?.accountId, 'id-33');
  assert.deepEqual(
    asked.map((query) => query['startAt']),
    [0, 20, 34],
  );
});

test('a list of groups that never ends is an error, and one that repeats itself ends', async () => {
  let made = 0;
  const fresh = people(() => {
    made += 50;
    return {
      values: Array.from({ length: 50 }, (_none, at) => ({ name: `group ${made + at}` })),
      isLast: false,
    };
  });
  await assert.rejects(fresh.people.groups(), {
    code: 'endless-list',
    message: /list of groups doesn't end/,
  });
  assert.ok(fresh.asked.length <= 2_001);
  const same = people(() => ({ values: [{ name: 'a' }, { name: 'b' }], isLast: false }));
  assert.deepEqual(await same.people.groups(), { names: ['a', 'b'], complete: false });
  assert.equal(same.asked.length, 2);
});

test('an account that may not browse people is told which permission it lacks', async () => {
  await assert.rejects(people(() => ({}), 403).people.groups(), {
    code: 'no-permission',
    message: /Browse users and groups/,
  });
});

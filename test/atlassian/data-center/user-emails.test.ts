import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SiteRedirects, type HttpCall } from '../../../src/atlassian/http/http.ts';
import { UserEmails } from '../../../src/atlassian/data-center/reading/user-emails.ts';
import type { User } from '../../../src/core/assets/model/user.ts';
import { Refused, Unavailable } from '../../../src/core/kernel/errors.ts';

const keyOf = (at: number): string => `JIRAUSER${at}`;
const emailOf = (at: number): string => `user${at}@example.com`;
const personOf = (at: number): User => ({
  accountId: keyOf(at),
  displayName: `User ${at}`,
  deleted: false,
  email: null,
});
const people = (from: number, to: number): User[] =>
  Array.from({ length: to - from }, (_none, at) => personOf(from + at));
const answer = (json: object, status = 200) => ({
  status,
  headers: {},
  body: Buffer.from(JSON.stringify(json)),
});
const listed = (at: number): object => ({ key: keyOf(at), emailAddress: emailOf(at) });

/** A Jira with so many users; `list` answers for the list of all, from a user on. */
function jira(
  users: number,
  list: (from: number, max: number) => object | number = (from, max) => ({
    values: Array.from({ length: Math.min(max, users - from) }, (_none, at) => listed(from + at)),
    isLast: from + max >= users,
    nextCursor: String(from + max),
  }),
): { emails: UserEmails; asked: { pages: string[]; people: string[] } } {
  const asked = { pages: [] as string[], people: [] as string[] };
  const emails = new UserEmails(async ({ url, query = {} }: HttpCall) => {
    if (url.endsWith('/user/list')) {
      asked.pages.push(String(query['cursor'] ?? 'first'));
      const found = list(Number(query['cursor'] ?? 0), Number(query['maxResults']));
      return typeof found === 'number' ? answer({}, found) : answer(found);
    }
    const key = String(query['key']);
    asked.people.push(key);
    const at = Number(key.slice('JIRAUSER'.length));
    return at < users ? answer(listed(at)) : answer({}, 404);
  }, 'http://site');
  return { emails, asked };
}

test('a few people are asked for one by one, each once', async () => {
  const { emails, asked } = jira(5_000);
  const found = await emails.add([...people(0, 8), ...people(0, 8)]);
  const expected = people(0, 8).map((_person, at) => emailOf(at));
  assert.deepEqual(
    found.map(({ email }) => email),
    [...expected, ...expected],
  );
  assert.deepEqual(asked, { pages: [], people: people(0, 8).map(({ accountId }) => accountId) });
});

test('people are asked for side by side, but never many', async () => {
  const open = { now: 0, most: 0 };
  const emails = new UserEmails(async () => {
    open.now += 1;
    open.most = Math.max(open.most, open.now);
    await new Promise(setImmediate);
    open.now -= 1;
    return answer({}, 404);
  }, 'http://site');
  const found = await emails.add(people(0, 9));
  assert.ok(found.every(({ email }) => email === null));
  assert.equal(open.most, 5);
});

test('many are told by the list of all users, a page for each ten who were asked for', async () => {
  const { emails, asked } = jira(1_500);
  const found = await emails.add(people(0, 1_500));
  assert.deepEqual(
    found.map(({ email }) => email),
    Array.from({ length: 1_500 }, (_none, at) => emailOf(at)),
  );
  assert.deepEqual(asked.pages, ['first', '1000']);
  assert.equal(asked.people.length, 20);
});

test('who is not on the list is asked for, and the list is not begun again', async () => {
  const { emails, asked } = jira(100);
  const found = await emails.add(people(80, 130));
  assert.deepEqual(asked.pages, ['first']);
  assert.equal(asked.people.length, 10 + 30);
  assert.equal(found.at(-1)?.email, null, 'somebody who left');
});

test('an email that the account may not see is not asked for again', async () => {
  const { emails, asked } = jira(200, () => ({ values: [{ key: keyOf(50) }], isLast: true }));
  await emails.add(people(0, 10));
  const [found] = await emails.add([personOf(50)]);
  assert.equal(found?.email, null);
  assert.ok(!asked.people.includes(keyOf(50)));
});

const WITHOUT: [string, (from: number) => object | number][] = [
  ['a Jira older than the list', () => 404],
  ['an account that may not list users', () => 403],
  ['an answer of another form', () => ({ people: [] })],
  ['an empty page that says there is more', () => ({ values: [], nextCursor: '1' })],
  ['a page that leads nowhere', () => ({ values: [listed(199)], isLast: false })],
];
for (const [what, list] of WITHOUT)
  test(`${what}: the list is tried once, and people are asked for as ever`, async () => {
    const { emails, asked } = jira(200, list);
    const found = await emails.add(people(0, 60));
    assert.deepEqual(
      found.map(({ email }) => email),
      Array.from({ length: 60 }, (_none, at) => emailOf(at)),
    );
    assert.equal(asked.pages.length, 1);
    assert.equal(asked.people.length, 60);
  });

test('a list without an end takes no more than a page for ten people', async () => {
  const { emails, asked } = jira(200, (from) => ({
    values: [{ key: `other${from}` }],
    nextCursor: String(from + 1),
  }));
  await emails.add(people(0, 100));
  assert.equal(asked.pages.length, 9);
  const stuck = jira(200, () => ({ values: [{ key: 'other' }], nextCursor: '7' }));
  await stuck.emails.add(people(0, 100));
  assert.equal(stuck.asked.pages.length, 2, 'the same place again is the end');
});

test('an agent that does not carry the list costs no email; a stop is heard', async () => {
  const stop = new AbortController();
  let why: Error = new Refused('agent-refused', 'not on the list of calls');
  const emails = new UserEmails(async ({ url, query = {} }: HttpCall, signal) => {
    signal?.throwIfAborted();
    if (url.endsWith('/user/list')) throw why;
    return answer(listed(Number(String(query['key']).slice('JIRAUSER'.length))));
  }, 'http://site');
  const found = await emails.add(people(0, 12), stop.signal);
  assert.equal(found.at(-1)?.email, emailOf(11));
  why = new Error('a bug');
  stop.abort(new Error('stopped'));
  await assert.rejects(emails.add(people(20, 21), stop.signal), /stopped/);
});

const ODD: [string, () => Promise<ReturnType<typeof answer>>][] = [
  ['fails', async () => answer({}, 500)],
  ['rejects the token', async () => answer({}, 401)],
  ['answers in another form', async () => answer([])],
  ['redirects', () => Promise.reject(new SiteRedirects('http://elsewhere'))],
  ['has an agent that refuses', () => Promise.reject(new Refused('agent-refused', 'too old'))],
];
for (const [what, odd] of ODD)
  test(`a site that always ${what} when it's asked for a person costs no more than emails, and is told`, async () => {
    const told: string[] = [];
    let asked = 0;
    const emails = new UserEmails(
      async ({ url }: HttpCall) => {
        if (url.endsWith('/user/list')) return answer({}, 404);
        asked += 1;
        return odd();
      },
      'http://site',
      (sentence) => void told.push(sentence),
    );
    const found = await emails.add(people(0, 60));
    assert.ok(found.every(({ email }) => email === null));
    assert.equal(asked, 5 + 3, 'the first five, and one in twenty');
    assert.match(told[0] ?? '', /^The emails of some people couldn't be read/);
    assert.equal(new Set(told).size, 1);
  });

test('a site that answers again is asked again, and one that does not answer at all is waited for', async () => {
  let answers = 0;
  const emails = new UserEmails(async ({ url, query = {} }: HttpCall) => {
    if (url.endsWith('/user/list')) return answer({}, 404);
    answers += 1;
    if (answers <= 5) return answer({}, 503);
    return answer(listed(Number(String(query['key']).slice('JIRAUSER'.length))));
  }, 'http://site');
  const found = await emails.add(people(0, 40));
  assert.equal(found[18]?.email, null);
  assert.equal(found.at(-1)?.email, emailOf(39));
  const down = new UserEmails(
    () => Promise.reject(new Unavailable('site-unreachable', 'Down.')),
    'http://site',
  );
  await assert.rejects(down.add(people(0, 1)), { code: 'site-unreachable' });
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { callerOn } from '../support/simulator/caller-on.ts';
import { compareAsText } from '../support/compare-as-text.ts';

const simulator = await startSimulator({ seed: 'demo' });
after(() => simulator.close());
const call = callerOn(simulator);
const ask = async (path: string) => {
  const { status, json } = await call('GET', `/rest/api/3/${path}`);
  assert.equal(status, 200, path);
  return json;
};
const names = (list: { name?: string; displayName?: string; key?: string }[]): unknown[] =>
  list.map((item) => item.name ?? item.displayName ?? item.key);
const { users } = simulator.world.site;

test('a person is found by the beginning of a name, and by email only where it is shown', async () => {
  const [hidden, shown] = [...users.values()];
  assert.deepEqual([hidden!.emailVisible, shown!.emailVisible], [false, true]);
  assert.ok(names(await ask('user/search?query=Ann%20A')).includes('Ann Abbott'));
  assert.ok(names(await ask('user/search?query=abbott')).includes('Ann Abbott'));
  assert.deepEqual(await ask('user/search?query=person1@example.com'), []);
  assert.deepEqual(
    (await ask('user/search?query=PERSON2@example.com')).map(
      (person: { accountId: string }) => person.accountId,
    ),
    [shown!.accountId],
  );
  assert.deepEqual(names(await ask('user/search?query=admin@')), ['Ada Admin']);
  assert.equal((await call('GET', '/rest/api/3/user/search')).status, 400);
});

test('people are asked for by account id, ten to a page, without those who were deleted', async () => {
  const ids = [...users.keys()].slice(0, 25);
  const query = ids.map((id) => `accountId=${encodeURIComponent(id)}`).join('&');
  const first = await ask(`user/bulk?${query}`);
  assert.deepEqual(
    [first.values.length, first.total, first.isLast, first.maxResults],
    [10, 24, false, 10],
  );
  const rest = await ask(`user/bulk?${query}&startAt=10&maxResults=200`);
  assert.deepEqual([rest.values.length, rest.isLast], [14, true]);
  assert.ok(
    ![...first.values, ...rest.values].some(
      (person: { accountId: string }) => users.get(person.accountId)!.deleted,
    ),
  );
});

test('groups are listed in pages, and picked by part of their name in its case unless asked otherwise', async () => {
  const page = await ask('group/bulk?maxResults=3');
  assert.deepEqual([page.values.length, page.total, page.isLast], [3, 4, false]);
  assert.deepEqual(names((await ask('group/bulk?groupName=finance')).values), ['finance']);
  assert.deepEqual(names((await ask('groups/picker?query=IT-')).groups), []);
  const { groups, header } = await ask('groups/picker?query=IT-&caseInsensitive=true');
  assert.deepEqual(
    [groups[0].name, groups[0].html, header],
    ['it-admins', '<b>it-</b>admins', 'Showing 1 of 1 matching groups'],
  );
  assert.equal((await ask('groups/picker?query=&maxResults=2')).groups.length, 2);
});

test('projects are listed in pages and found by key', async () => {
  const first = await ask('project/search?maxResults=1');
  assert.deepEqual([names(first.values), first.isLast, first.total], [['HELP'], false, 2]);
  assert.deepEqual(
    names(
      (
        await (
          await fetch(first.nextPage, {
            headers: {
              authorization: `Basic ${Buffer.from('admin@example.com:admin-token').toString('base64')}`,
            },
          })
        ).json()
      ).values,
    ),
    ['OPS'],
  );
  assert.deepEqual(names((await ask('project/search?keys=OPS&keys=NONE')).values), ['OPS']);
});

test('who may not browse people finds nobody, and groups by their whole name alone', async () => {
  await call('POST', '/_simulator/permit', { email: 'admin@example.com', browsesUsers: false });
  assert.deepEqual(await ask('user/search?query=Ann'), []);
  assert.deepEqual(names((await ask('groups/picker?query=it-')).groups), []);
  assert.deepEqual(names((await ask('groups/picker?query=it-admins')).groups), ['it-admins']);
  await call('POST', '/_simulator/permit', { email: 'admin@example.com', browsesUsers: true });
});

test('attributes are listed by name, part of a name, and whether they can be written', async () => {
  const type = [...simulator.world.site.types.values()].find((each) => each.name === 'Laptop')!;
  const list = async (query: string) =>
    names((await call('GET', `/objecttype/${type.id}/attributes?${query}`)).json);
  assert.deepEqual(await list('query=ser'), ['Serial']);
  assert.ok(!(await list('onlyValueEditable=true')).includes('Key'));
  const sorted = await list('orderByName=true');
  assert.deepEqual(sorted, [...sorted].sort(compareAsText));
  assert.deepEqual(await list('excludeParentAttributes=true'), ['Model', 'Used by', 'Admin']);
});

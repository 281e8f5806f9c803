import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withRootWatch } from '../../../src/atlassian/data-center/with-root-watch.ts';
import { NeverSent, type HttpCall } from '../../../src/atlassian/http/http.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';

const SITE = 'https://jira.example.com/jira';
const UNKNOWN = '<?xml version="1.0"?><status><status-code>404</status-code></status>';
const LISTED = '{"objectschemas":[]}';

interface Said {
  status: number;
  body: string;
}
const said = (status: number, body: string): Said => ({ status, body });

/** A Jira that answers so below each root; all calls are kept, and what is noted. */
function jira(below: { assets: Said; insight: Said }, one?: Said) {
  const asked: HttpCall[] = [];
  const noted: string[] = [];
  const clock = new SteppingClock();
  const http = withRootWatch(
    async (call) => {
      asked.push(call);
      const root = call.url.includes('/rest/assets/1.0/') ? 'assets' : 'insight';
      const { status, body } = (call.url.endsWith('/object/1') ? one : undefined) ?? below[root];
      return { status, headers: {}, body: Buffer.from(body) };
    },
    {
      siteUrl: SITE,
      root: 'insight',
      clock,
      noteRoot: async (root) => void noted.push(root),
    },
  );
  const ask = (path = '/rest/insight/1.0/object/1') => {
    const headers = { authorization: 'Bearer x' };
    return http({ method: 'PUT', url: `${SITE}${path}`, headers, body: {}, endpoint: 'PUT x' });
  };
  return { ask, asked, noted, clock };
}

test('a root that Jira no longer knows is left for the other one, and no call is made below it again', async () => {
  const { ask, asked, noted } = jira({ assets: said(200, LISTED), insight: said(404, UNKNOWN) });
  await assert.rejects(ask(), { code: 'assets-moved', retryAfterMs: 0 });
  assert.deepEqual(noted, ['assets']);
  assert.deepEqual(
    asked.map(({ method, url, headers }) => [method, url.slice(SITE.length), headers]),
    [
      ['PUT', '/rest/insight/1.0/object/1', { authorization: 'Bearer x' }],
      ['GET', '/rest/insight/1.0/objectschema/list', { authorization: 'Bearer x' }],
      ['GET', '/rest/assets/1.0/objectschema/list', { authorization: 'Bearer x' }],
    ],
  );
  await assert.rejects(ask(), { code: 'assets-moved' });
  assert.equal(asked.length, 3);
});

test('a refused sign-in, an answer of Assets itself and a page are no reason to look elsewhere', async () => {
  const elsewhere = said(200, LISTED);
  for (const [status, body] of [
    [401, UNKNOWN],
    [403, UNKNOWN],
    [404, '{"errorMessages":["NotFoundInsightException: nicht gefunden"],"errors":{}}'],
    [404, '<html>404</html>'],
    [503, UNKNOWN],
    [200, LISTED],
  ] as const) {
    const { ask, asked } = jira({ assets: elsewhere, insight: said(status, body) });
    assert.equal((await ask()).status, status);
    assert.equal(asked.length, 1, `${status} ${body}`);
  }
});

test('the other root counts only if it lists schemas to this account; else Assets is not running', async () => {
  for (const other of [said(404, UNKNOWN), said(401, '{}'), said(200, '<html>Log in</html>')]) {
    const { ask, asked, noted } = jira({ assets: other, insight: said(404, UNKNOWN) });
    for (let times = 0; times < 2; times += 1) await assert.rejects(ask(), NeverSent);
    assert.deepEqual([asked.length, noted], [6, []]);
  }
});

test('an unknown address is known in JSON as well', async () => {
  const unknown = '{"message":"null for uri: https://jira.example.com/x","status-code":404}';
  const { ask, noted } = jira({ assets: said(200, LISTED), insight: said(404, unknown) });
  await assert.rejects(ask(), { code: 'assets-moved' });
  assert.deepEqual(noted, ['assets']);
});

test('a call that a version lacks makes the root be looked for once a minute', async () => {
  const there = said(200, LISTED);
  const { ask, asked, clock } = jira({ assets: there, insight: there }, said(404, UNKNOWN));
  for (let times = 0; times < 3; times += 1) assert.equal((await ask()).status, 404);
  assert.equal(asked.length, 4);
  await clock.step(61_000);
  await ask();
  assert.equal(asked.length, 6);
});

test('calls to Jira itself are not watched', async () => {
  const { ask, asked } = jira({ assets: said(200, LISTED), insight: said(404, UNKNOWN) });
  assert.equal((await ask('/rest/api/2/user')).status, 404);
  assert.equal(asked.length, 1);
});

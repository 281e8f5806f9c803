import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { CloudIds } from '../../../src/atlassian/cloud/cloud-ids.ts';
import { MovedSites } from '../../../src/atlassian/cloud/moved-sites.ts';
import { SiteRedirects } from '../../../src/atlassian/http/http.ts';
import { transport } from '../../../src/atlassian/http/transport/transport.ts';
import { smallSite } from '../../support/sites/small-site.ts';
import { SteppingClock } from '../../support/clocks/stepping-clock.ts';

/** Two addresses; the first leads to the second, which tells this cloud id. */
async function renamedSite({ known, told }: { known: string | null; told: string | undefined }) {
  const there = await smallSite((path) => {
    if (path === '/_edge/tenant_info')
      return told === undefined ? undefined : { json: { cloudId: told } };
    return { json: { at: path } };
  });
  const here = await smallSite((path) => ({ location: there.url + path }));
  const guard = new AddressGuard({ allowed: [here.url, there.url] });
  const moves: { from: string; to: string }[] = [];
  const clock = new SteppingClock();
  const moved = new MovedSites({
    cloudIds: new CloudIds(guard),
    places: {
      cloudIdAt: async () => known,
      learn: async () => undefined,
      move: async (change) => void moves.push(change),
    },
    clock,
    allowed: guard.allowed,
  });
  const http = moved.layer(transport(2_000, guard), here.url);
  const ask = (path: string, root = here.url) =>
    http({
      method: 'GET',
      url: root + path,
      endpoint: 'x',
      headers: { authorization: 'Basic secret' },
    });
  return { here, there, moves, ask, clock, guard };
}

test('a renamed site is followed to the address that has its cloud id, and everybody learns it', async () => {
  const { here, there, moves, ask } = await renamedSite({ known: 'c-1', told: 'c-1' });
  assert.equal((await ask('/rest/api/3/user')).body.toString(), '{"at":"/rest/api/3/user"}');
  assert.deepEqual(moves, [{ from: here.url, to: there.url }]);
  await ask('/rest/api/3/group');
  assert.deepEqual(here.calls, ['GET /rest/api/3/user'], 'from then on it is called where it is');
  assert.deepEqual(there.calls, [
    'GET /_edge/tenant_info',
    'GET /rest/api/3/user',
    'GET /rest/api/3/group',
  ]);
});

test('a redirect to anything else is not followed, and no credentials go there', async () => {
  for (const case_ of [
    { known: 'c-1', told: 'c-2' },
    { known: null, told: 'c-1' },
    { known: 'c-1', told: undefined },
    { known: 'c-1', told: '../c-1' },
  ]) {
    const { there, moves, ask } = await renamedSite(case_);
    await assert.rejects(ask('/rest/api/3/user'), SiteRedirects);
    await assert.rejects(ask('/rest/api/3/user'), SiteRedirects);
    assert.deepEqual(moves, []);
    assert.ok(
      there.calls.every((call) => call === 'GET /_edge/tenant_info'),
      JSON.stringify(there.calls),
    );
    assert.ok(there.calls.length <= 1, 'it is looked into once a minute');
  }
});

test('a redirect within the site, to no address of the web, or of another host than the site is passed on', async () => {
  const guard = new AddressGuard({ allowed: [] });
  const moved = new MovedSites({
    cloudIds: new CloudIds(guard),
    places: {
      cloudIdAt: async () => 'c-1',
      learn: async () => undefined,
      move: () => assert.fail('nothing has moved'),
    },
    clock: new SteppingClock(),
    allowed: [],
  });
  for (const location of [
    undefined,
    '/login.jsp',
    'https://old.atlassian.net/login.jsp',
    'http://new.atlassian.net/',
    'https://127.0.0.1/',
    'https://metadata.internal/',
    'javascript:alert(1)',
  ])
    assert.equal(
      await moved.follow('https://old.atlassian.net', new SiteRedirects(location)),
      null,
      location,
    );
});

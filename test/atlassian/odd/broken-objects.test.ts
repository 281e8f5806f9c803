import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { CloudReader } from '../../../src/atlassian/cloud/cloud-reader.ts';
import type { Http } from '../../../src/atlassian/http/http.ts';
import { Refused } from '../../../src/core/kernel/errors.ts';
import { RECORDINGS } from './recordings.ts';

const GOOD = JSON.stringify(RECORDINGS.objectPage);
/** The page with these objects as what isn't JSON. */
const pageWithout = (...ids: string[]): string =>
  ids.reduce((page, id) => page.replace(`"label":"Press ${id}"`, `"label":NaN`), GOOD);

/** A site that gives these answers in turn, the last one from then on. */
function siteOf(...answers: (string | Error)[]) {
  const asked: string[] = [];
  const sentences: string[] = [];
  const http: Http = async ({ endpoint }) => {
    const answer = answers[Math.min(asked.push(endpoint), answers.length) - 1] ?? '';
    if (answer instanceof Error) throw answer;
    return { status: 200, headers: {}, body: Buffer.from(answer) };
  };
  const site = new CloudReader(new AssetsCalls(http, 'http://site'), {
    onOdd: (what) => void sentences.push(what),
  });
  return { site, asked, sentences };
}

const readPage = async (site: CloudReader) => (await site.objects('43', { offset: 0 }, 50)).read();

test('a page with an object that is no JSON is requested again, and counts as it comes then', async () => {
  const { site, asked } = siteOf(pageWithout('412'), GOOD);
  const expected = await readPage(siteOf(GOOD).site);
  assert.deepEqual(await readPage(site), expected);
  assert.equal(asked.length, 2);
});

test('what came as JSON once is kept, though the page never comes whole', async () => {
  const { site, asked } = siteOf(pageWithout('411', '412'), pageWithout('412', '413'));
  const page = await readPage(site);
  assert.deepEqual(page.objects.map(({ id }) => id).sort(), ['411', '413', '414']);
  assert.deepEqual(page.unreadable, [{ id: '412', reason: "the site sent it as what isn't JSON" }]);
  assert.deepEqual(page.users.map(({ accountId }) => accountId).sort(), ['p1', 'p2']);
  assert.equal(asked.length, 3);
});

test('a site that refuses the page when it is asked again has given it as it came first', async () => {
  const refused = new Refused('site-refused', 'No.');
  const { site, asked } = siteOf(pageWithout('412'), refused);
  assert.equal((await readPage(site)).unreadable.length, 1);
  // Page sizes are tried as well.
  assert.ok(asked.length > 1);
  const dead = siteOf(pageWithout('412'), new Refused('token-refused', 'No.'));
  await assert.rejects(readPage(dead.site), { code: 'token-refused' });
});

test('a list with a member that is no JSON is requested again', async () => {
  const types = JSON.stringify(RECORDINGS.types);
  const broken = types.replace('"name":"Old press"', '"name":NaN');
  const once = siteOf(broken, types);
  assert.equal((await once.site.objectTypes('35')).length, 2);
  assert.deepEqual([once.asked.length, once.sentences], [2, []]);
  const always = siteOf(broken);
  assert.equal((await always.site.objectTypes('35')).length, 1);
  assert.equal(always.asked.length, 3);
});

test('a census with an object that is no JSON counts as a part of an answer', async () => {
  const census = JSON.stringify(RECORDINGS.censusPage);
  const broken = census.replace(/"label":"[^"]*"/, '"label":NaN');
  assert.notEqual(broken, census);
  const read = siteOf(broken).site.census('43', { offset: 0 }, 50);
  await assert.rejects(read, ({ code, cause }) => {
    assert.equal(code, 'unexpected-answer');
    // By this the call is made again, as for any answer that breaks off.
    return cause instanceof SyntaxError;
  });
});

test('the bytes of pages of objects and of a census are given back once they are read', async () => {
  for (const withValues of [true, false]) {
    const page = withValues ? RECORDINGS.objectPage : RECORDINGS.censusPage;
    const body = Buffer.from(JSON.stringify(page).padEnd(Buffer.poolSize));
    const http: Http = async () => ({ status: 200, headers: {}, body });
    const site = new CloudReader(new AssetsCalls(http, 'http://site'));
    if (withValues) await readPage(site);
    else await site.census('43', { offset: 0 }, 50);
    assert.equal(body.length, 0);
  }
});

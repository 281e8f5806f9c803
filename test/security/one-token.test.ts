import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { test } from 'node:test';
import { runningApp } from '../support/running-app.ts';
import { hashOf, TokenMaker, qshOf } from './token-maker.ts';

const running = await runningApp({ stage: 'installed' });
const { simulator, app } = running;
const { host } = simulator;
const admin = simulator.world.accounts[0]!.accountId;
const tokens = new TokenMaker(host.app!, admin);
const context = (): string => host.contextToken(admin);
const signedHome = (): string => host.pageUrl(admin, '/pages/home', simulator.url);

/** With headers that `fetch` would put together. */
function statusOf(url: string, headers: string[] = []): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers: ['host', new URL(url).host, ...headers] }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('a page with two tokens is refused, whichever of them is right', async () => {
  const home = signedHome();
  assert.equal(await statusOf(home), 200);
  const right = new URL(home).searchParams.get('jwt')!;
  const wrong = tokens.sign({ qsh: qshOf('get', '/pages/home') }, 'another secret of some length');
  const [path] = home.split('&jwt=');
  for (const other of [right, wrong, '', 'x']) {
    assert.equal(await statusOf(home, ['authorization', `JWT ${other}`]), 401, 'header and query');
    assert.equal(await statusOf(`${home}&jwt=${other}`), 401, 'twice in the query');
    assert.equal(await statusOf(`${path}&jwt=${other}&jwt=${right}`), 401, 'the other way round');
    assert.equal(await statusOf(home, ['x-acpt', other]), 401, "ACE's own header");
    assert.equal(await statusOf(`${home}&acpt=${other}`), 401, "ACE's own parameter");
  }
  assert.equal(await statusOf(home, ['authorization', `Bearer ${right}`]), 401);
});

test('a fragment has its token in one header', async () => {
  const url = `${app.url}/app/home`;
  const authorization = ['authorization', `JWT ${context()}`];
  assert.equal(await statusOf(url, authorization), 200);
  assert.equal(await statusOf(url, [...authorization, ...authorization]), 401);
  assert.equal(await statusOf(`${url}?jwt=${context()}`), 401);
  assert.equal(await statusOf(`${url}?jwt=${context()}`, authorization), 401);
  assert.equal(await statusOf(url, ['authorization', `JWT ${context()} ${context()}`]), 401);
  assert.equal(await statusOf(url, ['authorization', `JWT ${context()}, JWT x`]), 401);
  assert.equal(await statusOf(url, ['authorization', `jwt ${context()}`]), 401);
});

test('a token in a body counts as one', async () => {
  const clientKey = 'two-tokens';
  const token = host.installToken({ baseUrl: app.url, clientKey }, 'POST', '/installed');
  const body = { clientKey, sharedSecret: 's'.repeat(40), baseUrl: simulator.url };
  const post = async (more: object) => {
    const answer = await fetch(`${app.url}/installed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `JWT ${token}` },
      body: JSON.stringify({ ...body, ...more }),
    });
    return answer.status;
  };
  assert.equal(await post({ jwt: token }), 401);
  assert.equal(await post({ jwt: null }), 401);
  assert.equal(await post({}), 204);
});

/** The hash as Jira makes it: parameters in the order of their encoded names. */
const signed = (pairs: [string, string][], claims: object = {}): string => {
  const query = new URLSearchParams(pairs);
  const pct = (text: string): string =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const names = [...new Set(pairs.map(([name]) => name))].sort((a, b) =>
    pct(a) < pct(b) ? -1 : 1,
  );
  const canonical = names
    .map((name) => `${pct(name)}=${query.getAll(name).sort().map(pct).join(',')}`)
    .join('&');
  const qsh = hashOf(`GET&/pages/home&${canonical}`);
  return `${app.url}/pages/home?${query}&jwt=${tokens.sign({ qsh, ...claims })}`;
};

test('what Jira adds to a signed address is passed over', async () => {
  const usual: [string, string][] = [
    ['xdm_e', simulator.url],
    ['cp', ''],
    ['lic', 'none'],
  ];
  for (const more of [
    [],
    [
      ['a', '2'],
      ['a', '1'],
      ['a', 'b c'],
    ],
    [
      ['part', 'x'],
      ['part', 'y'],
    ],
    [['project.key', 'ABC']],
    [
      ['list[]', '1'],
      ['listA', '2'],
      ['list[x][y]', '3'],
    ],
    [
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ],
    [
      ['Ünïcödé 日本', '😀'],
      ['a', 'b'],
    ],
    [
      ['$where', '1'],
      ['1', '2'],
      ['', 'empty'],
    ],
    [['q', "*~!()'+/%2F"]],
  ] as [string, string][][])
    assert.equal(await statusOf(signed([...usual, ...more])), 200, JSON.stringify(more));
  assert.equal(await statusOf(`${signed(usual)}&more=1`), 401, 'what was not signed');
});

test("Jira's clock may be a few seconds off ours", async () => {
  assert.equal(await statusOf(signed([], { exp: Math.floor(Date.now() / 1000) - 1 })), 200);
  assert.equal(await statusOf(signed([], { exp: tokens.now - 60 })), 401);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import jwt from 'atlassian-jwt';
import type { Route } from '../../src/web/routes/route.ts';
import { ROUTES } from '../../src/web/routes/routes.ts';
import { runningApp } from '../support/running-app.ts';
import { qshOf, TokenMaker, unsignedToken } from './token-maker.ts';

// Each address is asked for at once, and each time Jira who somebody is.
const running = await runningApp({ site: { settings: { jiraLimits: false } } });
const { simulator, app } = running;
const host = simulator.host;
const installed = host.app!;
const SENTENCE = 'Only Jira administrators can use this app.';
const admin = simulator.world.accounts[0]!.accountId;
const user = simulator.world.accounts[1]!.accountId;
const tokens = new TokenMaker(installed, admin);

const addressOf = (route: { path: string }): string =>
  route.path
    .replace(':id', '0123456789abcdef01234567')
    .replace(':typeId', '1')
    .replace(':objectId', '2');

/** Every token that must not open a door of this kind. */
function badTokens({ method, path, guard }: Route & { path: string }): Record<string, string> {
  const address = addressOf({ path });
  const right = guard === 'fragment' ? { qsh: 'context-qsh' } : { qsh: qshOf(method, address) };
  const { exp: _exp, ...endless } = {
    iss: installed.clientKey,
    sub: admin,
    iat: tokens.now,
    exp: 0,
    ...right,
  };
  return {
    none: '',
    garbage: 'abc.def.ghi',
    'wrong secret': tokens.sign(right, 'another secret of some length'),
    expired: tokens.sign({ ...right, exp: tokens.now - 60 }),
    'without exp': jwt.encodeSymmetric(endless, installed.sharedSecret),
    'alg none': unsignedToken({
      iss: installed.clientKey,
      sub: admin,
      exp: tokens.now + 600,
      ...right,
    }),
    'another tenant': tokens.sign({ ...right, iss: 'another-client-key' }),
    'the app itself': tokens.sign({ iss: installed.key, qsh: qshOf(method, address) }),
    'without user':
      guard === 'site' || guard.endsWith('install')
        ? 'x.y.z'
        : tokens.sign({ ...right, sub: undefined }),
    'of another kind':
      guard === 'fragment'
        ? tokens.sign({ qsh: qshOf(method, address) })
        : tokens.sign({ qsh: 'context-qsh' }),
    'of a webhook': tokens.sign({ qsh: qshOf('post', '/webhooks/jira'), sub: undefined }),
    'of another address':
      guard === 'fragment'
        ? tokens.sign({ qsh: qshOf('get', '/pages/home') })
        : tokens.sign({ qsh: qshOf('get', '/somewhere/else') }),
  };
}

const guarded = ROUTES.filter((route) => route.guard !== 'public');

test('every route has a guard, and only health checks are public', () => {
  assert.deepEqual(
    ROUTES.filter((route) => route.guard === 'public').map((route) => route.path),
    ['/healthz', '/readyz'],
  );
  assert.ok(
    ROUTES.every((route) =>
      ['public', 'install', 'uninstall', 'site', 'page', 'fragment'].includes(route.guard),
    ),
  );
  assert.equal(new Set(ROUTES.map((route) => `${route.method} ${route.path}`)).size, ROUTES.length);
});

/** Calls a route with a token in one of the two places where Jira puts it. */
function callWith(token: string, place: 'header' | 'query', route: Route): Promise<Response> {
  const query = place === 'query' ? `?jwt=${encodeURIComponent(token)}` : '';
  const headers = new Headers();
  if (place === 'header') headers.set('authorization', `JWT ${token}`);
  const request: RequestInit = { method: route.method, headers };
  if (route.method === 'post') {
    headers.set('content-type', 'application/json');
    request.body = JSON.stringify({
      clientKey: installed.clientKey,
      baseUrl: simulator.url,
      sharedSecret: 'x'.repeat(40),
    });
  }
  return fetch(`${app.url}${addressOf(route)}${query}`, request);
}

test('every route refuses every bad token with one plain 401, in header and query', async () => {
  for (const route of guarded)
    for (const [name, token] of Object.entries(badTokens(route)))
      for (const place of ['header', 'query'] as const) {
        const answer = await callWith(token, place, route);
        const text = await answer.text();
        assert.equal(
          answer.status,
          401,
          `${route.method} ${route.path}, token ${name} in the ${place}: ${answer.status} ${text.slice(0, 200)}`,
        );
        assert.doesNotMatch(text, /signature|secret|qsh|claim|Signature/i);
        assert.match(answer.headers.get('cache-control') ?? '', /no-cache.*no-store/);
      }
});

test('the addresses of the descriptor answer nothing without a token, POST and GET alike', async () => {
  const descriptor = (await (
    await fetch(`${app.url}/atlassian-connect.json`)
  ).json()) as typeof installed.descriptor;
  const modules = [
    ...(descriptor.modules?.adminPages ?? []),
    descriptor.modules!.configurePage!,
    descriptor.modules!.postInstallPage!,
  ];
  for (const address of [
    ...modules.map((module) => module.url),
    ...Object.values(descriptor.lifecycle!),
  ])
    for (const method of ['GET', 'POST']) {
      const { status } = await fetch(`${app.url}${address}`, { method });
      assert.ok(status >= 400, `${method} ${address} answered ${status}`);
    }
});

test('a user who is no administrator gets the sentence and a 403 on every page and fragment', async () => {
  for (const route of ROUTES) {
    if (route.guard !== 'page' && route.guard !== 'fragment') continue;
    const address = addressOf(route);
    const answer =
      route.guard === 'page'
        ? await fetch(host.pageUrl(user, address, simulator.url))
        : await fetch(`${app.url}${address}`, {
            method: route.method,
            headers: { authorization: `JWT ${host.contextToken(user)}` },
          });
    assert.equal(answer.status, 403, `${route.method} ${route.path}`);
    assert.match(await answer.text(), new RegExp(SENTENCE));
  }
});

test("ids that are not the tenant's are not found", async () => {
  for (const route of ROUTES.filter(
    (each) => each.guard === 'fragment' && each.path.includes(':id'),
  )) {
    const answer = await fetch(`${app.url}${addressOf(route)}`, {
      method: route.method,
      headers: { authorization: `JWT ${host.contextToken(admin)}` },
    });
    assert.equal(answer.status, 404, `${route.method} ${route.path}`);
  }
});

test('bodies that are too large or hold other things than text are refused', async () => {
  const send = (body: string, type = 'application/x-www-form-urlencoded') =>
    fetch(`${app.url}/app/setup/credentials`, {
      method: 'POST',
      headers: { authorization: `JWT ${host.contextToken(admin)}`, 'content-type': type },
      body,
    });
  assert.equal((await send(`email=${'x'.repeat(200_000)}`)).status, 413);
  assert.equal(
    (await send(JSON.stringify({ email: { $ne: '' } }), 'application/json')).status,
    422,
  );
  assert.equal((await send('{"__proto__": "x", "email": "a"}', 'application/json')).status, 422);
  assert.equal((await send('email=a&email=b')).status, 422);
  assert.equal((await send('email%5B%24ne%5D=a')).status, 422);
  assert.equal((await fetch(`${app.url}/public/..%2f..%2fpackage.json`)).status, 404);
  assert.equal(
    (
      await fetch(`${app.url}/app/schemas?search[$ne]=1`, {
        headers: { authorization: `JWT ${host.contextToken(admin)}` },
      })
    ).status,
    422,
  );
});

test('headers fit an iframe in Jira, and no answer sets a cookie', async () => {
  const answer = await fetch(host.pageUrl(admin, '/pages/home', simulator.url));
  assert.equal(answer.status, 200);
  const policy = answer.headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors https:\/\/\*\.atlassian\.net/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal(answer.headers.get('x-frame-options'), null);
  assert.equal(answer.headers.get('set-cookie'), null);
  assert.equal(answer.headers.get('x-acpt'), null);
  assert.match(answer.headers.get('strict-transport-security') ?? '', /max-age=31536000/);
  assert.ok(answer.headers.get('referrer-policy'));
  const html = await answer.text();
  assert.doesNotMatch(html, /<script(?![^>]*src=)/);
  assert.doesNotMatch(html, /\son\w+=/);
});

test('no secret stands in the log or on a page', async () => {
  const text =
    JSON.stringify(running.lines) +
    (await running.admin.get('/app/setup?step=1')).html +
    (await running.admin.get('/app/home')).html;
  assert.ok(!text.includes(installed.sharedSecret));
  assert.ok(!text.includes('admin-token'));
  assert.doesNotMatch(text, /eyJ[\w-]{10,}\.[\w-]+\./);
});

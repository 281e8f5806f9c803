import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp } from '../../../scripts/demo-steps.ts';
import { planRestore } from '../../../scripts/restore-steps.ts';
import { ROUTES } from '../../../src/web/routes/routes.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp();
const { simulator, app } = running;
const { host } = simulator;
const account = simulator.world.accounts[0]!.accountId;
const [schema] = running.schemas;
const { backupId } = await backUp(running.admin, schema!);
const plan = await planRestore(running.admin, backupId);
const fragments = ROUTES.filter(({ guard }) => guard === 'fragment');

/** Ids of things that are there, so that handlers are reached. */
function addressOf(route: string): string {
  const id = /^\/app\/(schemas|backups|restores)\//.exec(route)?.[1];
  const ids: Record<string, string> = { schemas: schema!.id, backups: backupId, restores: plan.id };
  return route
    .replace(':id', (id && ids[id]) ?? 'x')
    .replace(':typeId', '1')
    .replace(':objectId', '2');
}

const FORM = 'application/x-www-form-urlencoded';
const ODD_QUERIES = [
  'page=1&page=2',
  'page[]=1',
  'page[$gt]=0',
  'part[a][b]=1',
  '__proto__=x',
  '__proto__[admin]=1',
  'constructor=1',
  'constructor.prototype.x=1',
  'search=%00&page=-1e99',
  'search=%F0%28%8C%28&sort=__proto__',
  'type=__proto__&from=9999-99-99&to=x',
  'search=a&search=b',
  `${'a'.repeat(100)}=1`,
];
const ODD_FORMS: [string, string][] = [
  [FORM, 'name=a&name=b'],
  [FORM, 'name[]=a'],
  [FORM, 'name[$ne]='],
  [FORM, '__proto__=x&name=a'],
  [FORM, 'constructor[prototype][x]=1'],
  [FORM, 'toString=1&hasOwnProperty=2'],
  [FORM, 'typeIds=__proto__,constructor&type__proto__=on&existing=__proto__'],
  [FORM, 'choice-user-0=to:__proto__&choice-group-0=constructor'],
  [FORM, 'every=__proto__&source=pickers&time=99:99&day9=on&month=1e99&cron=*&timeZone=__proto__'],
  [FORM, 'revision=NaN&on=on&cron=__proto__'],
  ['application/json', '{"name":["a"]}'],
  ['application/json', '{"name":{"$gt":""}}'],
  ['application/json', '{"__proto__":{"admin":true},"name":"a"}'],
  ['application/json', '{"constructor":{"prototype":{}}}'],
  ['application/json', '{"name":null,"email":1,"token":true}'],
  ['application/json', '[]'],
  ['application/json', '[["name","a"]]'],
  ['application/json', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
  ['text/plain', 'name=a'],
  ['multipart/form-data; boundary=x', '--x--'],
];

async function ask(method: string, url: string, body?: [string, string]): Promise<Response> {
  const headers: Record<string, string> = {
    authorization: `JWT ${host.contextToken(account)}`,
    'hx-request': 'true',
    ...(body && { 'content-type': body[0] }),
  };
  return fetch(url, { method: method.toUpperCase(), headers, ...(body && { body: body[1] }) });
}

test('no query that is sent in an odd way makes an error of our own', async () => {
  for (const { method, path } of fragments.filter((route) => route.method === 'get'))
    await Promise.all(
      ODD_QUERIES.map(async (query) => {
        const { status } = await ask(method, `${app.url}${addressOf(path)}?${query}`);
        assert.ok(status < 500, `${status}: ${path}?${query}`);
      }),
    );
});

test('no form that is sent in an odd way makes an error of our own', async () => {
  const posts = fragments.filter(
    (route) => route.method === 'post' && !route.path.endsWith('delete'),
  );
  for (const { method, path } of posts)
    await Promise.all(
      ODD_FORMS.map(async (body) => {
        const { status } = await ask(method, `${app.url}${addressOf(path)}`, body);
        assert.ok(status < 500, `${status}: ${path} ${body[0]} ${body[1].slice(0, 80)}`);
      }),
    );
  assert.equal(Reflect.get({}, 'admin'), undefined);
});

test('a field that comes twice, or as a list, is no text', async () => {
  const url = `${app.url}${addressOf('/app/backups/:id/description')}`;
  for (const body of ODD_FORMS.slice(0, 5))
    assert.equal((await ask('post', url, body)).status, 422, body[1]);
});

test('a charset or an encoding that nobody knows is told as such', async () => {
  const url = `${app.url}/app/setup/credentials`;
  for (const type of [`${FORM}; charset=klingon`, 'application/json; charset=utf-77'])
    assert.equal((await ask('post', url, [type, '{}'])).status, 415, type);
  const encoded = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': FORM, 'content-encoding': 'klingon' },
    body: 'a=b',
  });
  assert.equal(encoded.status, 415);
  for (const event of ['installed', 'uninstalled', 'enabled'])
    assert.equal(
      (await ask('post', `${app.url}/${event}`, ['application/json; charset=klingon', '{}']))
        .status,
      415,
    );
});

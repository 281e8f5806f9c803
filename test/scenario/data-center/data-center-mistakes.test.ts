import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { Settings } from '../../../simulator/world/settings.ts';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, plain, syncOnce } from '../../../scripts/demo-steps.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import { dataCenterPages } from '../../support/pages/data-center-pages.ts';

const { running, admin, server, database, siteUrl, good, add } = await dataCenterPages();
const documents = database.collection('sites');
const ofServers = { kind: 'data-center' };
const before = structuredClone(server.settings);
beforeEach(() => {
  Object.assign(server.settings, structuredClone(before));
  server.world.site.dataCenter.wrongLogIns.clear();
});

const byPassword = {
  ...good,
  signIn: 'password',
  token: '',
  userName: 'admin',
  password: 'admin-password',
};
const GERMAN: Partial<Settings> = { language: 'de' };

interface Mistake {
  what: string;
  form: Record<string, string>;
  field: string;
  message: RegExp;
  settings?: Partial<Settings>;
}
const MISTAKES: Mistake[] = [
  { what: 'no name', form: { ...good, name: ' ' }, field: 'name', message: /Name is mandatory/ },
  { what: 'no URL', form: { ...good, siteUrl: '' }, field: 'siteUrl', message: /URL is mandatory/ },
  {
    what: 'no token',
    form: { ...good, token: '' },
    field: 'token',
    message: /Personal access token is mandatory/,
  },
  {
    what: 'no user name',
    form: { ...byPassword, userName: '' },
    field: 'userName',
    message: /User name is mandatory/,
  },
  {
    what: 'no password',
    form: { ...byPassword, password: '' },
    field: 'password',
    message: /Password is mandatory/,
  },
  {
    what: 'a certificate that is none',
    form: { ...good, certificate: 'abc' },
    field: 'certificate',
    message: /This isn't a certificate in PEM form/,
  },
  {
    what: 'a URL over http',
    form: { ...good, siteUrl: 'http://jira.example.com' },
    field: 'siteUrl',
    message: /The URL must start with https:\/\//,
  },
  {
    what: 'a private network that the operator does not list',
    form: { ...good, siteUrl: 'https://10.1.2.3:8443/jira' },
    field: 'siteUrl',
    message: /This address leads into a private network/,
  },
  {
    what: 'this machine in odd notation',
    form: { ...good, siteUrl: 'https://0x7f.1/' },
    field: 'siteUrl',
    message: /This address isn't allowed/,
  },
  {
    what: 'a user name in the URL',
    form: { ...good, siteUrl: 'https://admin:secret@jira.example.com' },
    field: 'siteUrl',
    message: /This address isn't allowed/,
  },
  {
    what: 'an address without the context path',
    form: { ...good, siteUrl: server.url },
    field: 'siteUrl',
    message: /There is no Jira at this address\. Enter its base URL, with the context path/,
  },
  {
    what: 'a Jira without Assets',
    form: good,
    field: 'siteUrl',
    message: /This Jira doesn't have Assets/,
    settings: {
      faults: [{ path: 'objectschema', kind: 'answer', name: 'not-found-xml', probability: 1 }],
    },
  },
  {
    what: 'a wrong token',
    form: { ...good, token: 'wrong-token-7' },
    field: 'token',
    message: /Jira rejected this token\. Create a new one in Jira/,
    settings: GERMAN,
  },
  {
    what: 'a revoked token',
    form: { ...good, token: 'revoked-token' },
    field: 'token',
    message: /Jira rejected this token/,
  },
  {
    what: 'a wrong password',
    form: { ...byPassword, password: 'wrong-password-7' },
    field: 'password',
    message: /Jira rejected this user name and password/,
    settings: GERMAN,
  },
  {
    what: 'a password where Jira takes none',
    form: byPassword,
    field: 'userName',
    message: /This Jira takes no passwords from services.*since Jira 11/,
    settings: { jiraVersion: '11.3.0', language: 'de' },
  },
  {
    what: 'an account without Assets',
    form: { ...good, token: 'noassets-token' },
    field: 'token',
    message: /This account can't use Assets/,
    settings: GERMAN,
  },
  {
    what: 'an account that sees no structure',
    form: { ...good, token: 'user-token' },
    field: 'token',
    message: /This account isn't a Jira administrator: Assets shows it schemas without/,
  },
];
for (const { what, form, field, message, settings = {} } of MISTAKES)
  test(`${what}: said beside its field, what was typed is kept, no secret comes back, nothing is saved`, async () => {
    Object.assign(server.settings, settings);
    const { status, html } = await admin.post('/app/data-centers', form);
    assert.equal(status, 200);
    const said = new RegExp(`id="${field}-error">([\\s\\S]*?)<a href="#${field}"`).exec(html)?.[1];
    assert.match(plain(said ?? html), message);
    assert.equal(html.match(/class="error"/g)?.length, 1, 'one message at a time');
    for (const name of ['name', 'siteUrl', 'userName'])
      if (form[name]?.trim()) assert.ok(html.includes(`value="${form[name]}"`), name);
    for (const secret of [form['token'], form['password']])
      assert.ok(!secret || !html.includes(secret));
    assert.equal(await documents.countDocuments(ofServers), 0);
  });

test('three wrong passwords are never made four: the CAPTCHA is said, and what to do', async () => {
  const wrong = { ...byPassword, password: 'wrong' };
  for (const tries of [1, 2, 3]) {
    await admin.post('/app/data-centers', wrong);
    assert.equal(server.world.site.dataCenter.wrongLogIns.get('admin'), tries, 'each counts once');
  }
  const { html } = await admin.post('/app/data-centers', byPassword);
  assert.match(
    plain(html),
    /CAPTCHA after wrong passwords\. Sign in to Jira with it once in a browser/,
  );
});

test('a page where people sign in, in front of Jira, is said as such', async () => {
  server.settings.faults = [
    { path: 'serverInfo', kind: 'answer', name: 'login-redirect', probability: 1 },
  ];
  const { html } = await admin.post('/app/data-centers', good);
  assert.match(plain(html), /redirects to https:\/\/id\.atlassian\.com, where people sign in/);
});

test('a server that does not answer is told above the form', async () => {
  server.settings.faults = [{ path: 'myself', kind: '503', probability: 1 }];
  const { html } = await admin.post('/app/data-centers', good);
  assert.match(html, /role="alert">The site didn&#x27;t answer/);
});

test('a Jira that is down is told as such, and not as no Jira', async () => {
  server.settings.faults = [{ path: 'serverInfo', kind: '503', probability: 1 }];
  const { html } = await admin.post('/app/data-centers', good);
  assert.match(
    plain(html),
    /answers with status 503, so Jira may be down or still starting\..* Try again when it's available/,
  );
  assert.doesNotMatch(plain(html), /There is no Jira at this address/);
});

for (const [jiraVersion, form] of [
  ['8.20.30', byPassword],
  ['10.3.23', { ...good, siteUrl: `${siteUrl}/secure/Dashboard.jspa` }],
  ['11.3.0', good],
] as const)
  test(`Jira ${jiraVersion} is added, tested, edited without its secret, and deleted`, async () => {
    server.settings.jiraVersion = jiraVersion;
    const added = await admin.post('/app/data-centers', form);
    const [, id] = /aria-label="Edit Jira Berlin" hx-get="\/app\/data-centers\/([^"]+)"/.exec(
      added.html,
    )!;
    const root = jiraVersion.startsWith('8') ? 'Insight' : 'Assets';
    assert.match(plain(added.html), new RegExp(`Jira Berlin .*Jira ${jiraVersion} · ${root}`));
    const tested = await admin.post(`/app/data-centers/${id}/test`);
    assert.match(JSON.stringify(tested.events), /Jira Berlin works/);
    const shown = plain((await admin.get(`/app/data-centers/${id}`)).html);
    assert.match(shown, /Backups are known by this address/);
    const edited = await admin.post(`/app/data-centers/${id}`, {
      ...form,
      name: 'Jira Bonn',
      siteUrl: 'https://elsewhere.example.com',
      token: '',
      password: '',
    });
    assert.match(JSON.stringify(edited.events), /Jira Bonn saved/);
    assert.match(plain(edited.html), new RegExp(`Jira Bonn ${siteUrl.replace('http://', '')}`));
    const twice = await admin.post('/app/data-centers', { ...form, name: 'Another' });
    assert.match(plain(twice.html), /You already have this Data Center as Jira Bonn/);
    const other = { ...form, signIn: 'password', userName: 'somebody', password: '' };
    const changed = await admin.post(`/app/data-centers/${id}`, other);
    assert.match(
      plain(changed.html),
      /Enter the password: the saved sign-in is of another account/,
    );
    await partsAreRead(admin);
    await admin.post(`/app/data-centers/${id}/delete`);
    assert.equal(await documents.countDocuments({ ...ofServers, token: { $exists: true } }), 0);
    await documents.deleteMany(ofServers);
  });

test('a Jira that was upgraded from Insight to Assets is found again where it is tested', async () => {
  server.settings.jiraVersion = '8.20.30';
  const { id, schemas } = await add();
  server.settings.jiraVersion = '11.3.0';
  const { events } = await admin.post(`/app/data-centers/${id}/test`);
  assert.match(JSON.stringify(events), /Jira Berlin works/);
  const settings = await admin.get('/app/settings?section=data-centers');
  assert.match(plain(settings.html), /Jira Berlin .*Jira 11\.3\.0 · Assets/);
  await backUp(
    admin,
    schemas.find(({ name }) => name === 'Maintenance')!,
  );
  await partsAreRead(admin);
  await admin.post(`/app/data-centers/${id}/delete`);
  await documents.deleteMany(ofServers);
});

test('an instance that no longer lets the account in says so where it is tested, and in its list', async () => {
  const { id } = await add();
  const account = server.world.accounts.find(({ token }) => token === good.token)!;
  const untilListed = (words: RegExp) =>
    until(`its row says ${words}`, async () => {
      const { html } = await admin.get('/app/settings?section=data-centers');
      return words.test(plain(html)) || undefined;
    });
  const failed = /Jira Berlin .*Failed The site rejected this account\. Replace its token/;
  account.revoked = true;
  const { html } = await admin.post(`/app/data-centers/${id}/test`);
  assert.match(html, /id="token-error">/);
  assert.match(plain(html), /Edit Data Center instance .*Jira rejected this token/);
  await untilListed(failed);
  account.revoked = false;
  await syncOnce(admin);
  await untilListed(/Jira Berlin .* (Connected|Permissions missing) Test Edit/);
  account.revoked = true;
  await syncOnce(admin);
  await untilListed(failed);
  account.revoked = false;
});

test('no secret stands in the log or readable in the database', async () => {
  const stored = JSON.stringify(await documents.find({}).toArray());
  const text = [stored, JSON.stringify(running.lines)].join('\n');
  for (const secret of [good.token, byPassword.password, 'wrong-password-7'])
    assert.ok(!text.includes(secret), secret);
  assert.doesNotMatch(text, /Basic [\w+/=]{12}|Bearer \S{8}/);
});

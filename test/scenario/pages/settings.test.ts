import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { plain, syncOnce } from '../../../scripts/demo-steps.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp();
const { admin, simulator } = running;
const { workspaceId } = simulator;
const other = { email: 'weak@example.com', token: 'weak-token', tokenExpiresOn: '', workspaceId };
const settings = async (): Promise<string> => (await admin.get('/app/settings')).html;
/** One section of the page. */
const section = (html: string, id: string): string =>
  html.split('<section').find((part) => part.includes(`id="set-${id}"`)) ?? '';
const post = async (path: string, form: Record<string, string>) => {
  const { html, events } = await admin.post(path, form);
  const { title } = (events['flag'] ?? {}) as { title?: string };
  return { html, title, events };
};

test('no two fields of the page have the same id', async () => {
  const ids = [...(await settings()).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(
    ids.filter((id, at) => ids.indexOf(id) !== at),
    [],
  );
});

test('an account takes the place of another, email and token together', async () => {
  simulator.world.accounts[0]!.revoked = true;
  const refused = await post('/app/setup/credentials', { ...other, token: '' });
  const account = section(refused.html, 'account');
  assert.match(account, /id="token-error">Jira rejected this email and API token/);
  assert.match(account, /value="weak@example.com"/);
  const saved = await post('/app/setup/credentials', other);
  simulator.world.accounts[0]!.revoked = false;
  assert.equal(saved.title, 'Account saved');
  assert.ok('grid-changed' in saved.events);
  assert.match(plain(section(saved.html, 'account')), /Jira knows it as Will Weak/);
  assert.doesNotMatch(saved.html, /weak-token/);
});

test('whatever calls the site, an account that it refuses is shown as refused until it is accepted', async () => {
  const weak = simulator.world.accounts.find(({ email }) => email === other.email)!;
  const states = (html: string): string[] =>
    ['account', 'token'].map((id) => /lozenge \w*">([^<]+)/.exec(section(html, id))?.[1] ?? '');
  const untilShown = (...wanted: string[]) =>
    until(`it is shown as ${wanted.join()}`, async () =>
      String(states(await settings())) === String(wanted) ? true : undefined,
    );
  assert.deepEqual(states(await settings()), ['Connected', 'Valid']);
  weak.revoked = true;
  await syncOnce(admin);
  await untilShown('Failed', 'Rejected');
  assert.equal((await settings()).match(/class="mark"/g)?.length, 2);
  weak.revoked = false;
  await syncOnce(admin);
  await untilShown('Connected', 'Valid');
  weak.revoked = true;
  const refused = await post('/app/settings/test', {});
  assert.deepEqual(states(refused.html), ['Failed', 'Rejected']);
  assert.deepEqual(states(await settings()), ['Failed', 'Rejected'], 'it is noted');
  weak.revoked = false;
  const tested = await post('/app/settings/test', {});
  assert.deepEqual(states(tested.html), ['Connected', 'Valid']);
});

test('a workspace ID that is not of the site is looked up where it was refused', async () => {
  const strange = { ...other, token: '', workspaceId: '11111111-2222-3333-4444-555555555555' };
  const { html } = await post('/app/setup/credentials', strange);
  const account = section(html, 'account');
  assert.match(account, /id="workspaceId-error">This workspace ID .* Choose Look up/);
  assert.match(account, /id="look-up"/);
  const found = await post('/app/setup/workspace', strange);
  assert.match(found.html, new RegExp(`id="workspaceId"[^>]*value="${workspaceId}"`));
});

test('the expiry date of a token is changed, and cleared, without another token', async () => {
  const save = (form: Record<string, string>) => post('/app/settings/token', form);
  const dated = await save({ token: '', tokenExpiresOn: '2099-01-01' });
  assert.equal(dated.title, 'Expiry date saved');
  assert.match(section(dated.html, 'token'), /1 Jan 2099/);
  assert.match(section(dated.html, 'token'), /id="new-tokenExpiresOn"[^>]*value="2099-01-01"/);
  const same = await save({ token: '', tokenExpiresOn: '2099-01-01' });
  assert.match(same.html, /id="new-token-error">Enter a new API token, or change the expiry date/);
  const cleared = await save({ token: '', tokenExpiresOn: '' });
  assert.match(plain(section(cleared.html, 'token')), /Expires Not set/);
  const replaced = await save({ token: 'weak-token', tokenExpiresOn: '' });
  assert.equal(replaced.title, 'Token replaced');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok, plain } from '../../../scripts/demo-steps.ts';
import { runningApp } from '../../support/running-app.ts';
import { VaultServer } from '../../support/stand-ins/vault-server.ts';

const vault = await VaultServer.start();
const running = await runningApp({ settings: { PRIVATE_NETWORKS: '127.0.0.0/8' } });
const { admin } = running;
const [schema] = running.schemas;
assert.ok(schema);
const path = '/app/settings/key-service';
const FORM = {
  kind: 'vault',
  vaultMount: 'transit',
  vaultKey: 'backups',
  vaultUrl: vault.url,
};
const settings = async (): Promise<string> =>
  plain(ok('Settings', await admin.get('/app/settings?section=keys')));
const backups = async (): Promise<number> => {
  const { html } = await admin.get(`/app/schemas/${schema.id}/backups?part=table`);
  return html.match(/<tr id="backup-/g)?.length ?? 0;
};

test('a key service is set up, with what is wrong beside its field', async () => {
  await backUp(admin, schema);
  const ask = ok('The dialog', await admin.get(path));
  assert.match(plain(ask), /HashiCorp Vault/);
  assert.match(
    (await admin.post(path, FORM)).html,
    /id="vaultToken-error"[^>]*>Token is mandatory/,
  );
  const noPem = await admin.post(path, { ...FORM, vaultUrl: 'vault', vaultCa: 'PEM' });
  assert.match(noPem.html, /id="vaultCa-error"[^>]*>This isn&#x27;t a certificate/);
  assert.match(noPem.html, /id="vaultUrl-error"[^>]*>Enter an address such as/);
  const wrong = await admin.post(path, { ...FORM, vaultToken: 'wrong' });
  assert.match(wrong.html, /id="vaultToken-error"[^>]*>Vault refuses this token/);
  const { events } = await admin.post(path, { ...FORM, vaultToken: vault.token, ring: 'with' });
  assert.ok(events['keys-changed'] !== undefined);
  const page = await settings();
  assert.match(page, /Key service HashiCorp Vault \(transit\) · backups · http/);
  assert.match(page, /Needed as well as the key service/);
  assert.ok(!(await admin.get('/app/settings')).html.includes(vault.token));
  await backUp(admin, schema);
});

test('the saved token goes nowhere else', async () => {
  const form = ok('The dialog', await admin.get(path));
  assert.ok(!form.includes(vault.token));
  assert.match(form, /Current token saved/);
  const other = await admin.post(path, { ...FORM, vaultUrl: 'http://127.0.0.1:1' });
  assert.match(other.html, /id="vaultToken-error"[^>]*>Enter it again/);
  const kept = await admin.post(path, { ...FORM, ring: 'with' });
  assert.ok(kept.events['keys-changed'] !== undefined);
});

test('revoked: a banner says so, backups wait and say what for, all else goes on', async () => {
  vault.fault = 'revoked';
  const checked = await admin.post(`${path}/check`);
  assert.match(JSON.stringify(checked.events), /doesn't open your backups/);
  assert.match(await settings(), /Locked.*The key service refuses to open the key/);
  const home = plain(ok('Home', await admin.get('/app/home')));
  assert.match(home, /The key service refuses to open the key of your backups/);
  ok('Backup now', await admin.post(`/app/schemas/${schema.id}/backup`));
  await until('it says what it waits for', async () => {
    const { html } = await admin.get(`/app/schemas/${schema.id}/row`);
    return /Waiting: the key service refuses/.test(plain(html)) ? true : undefined;
  });
  assert.equal(await backups(), 2, 'the list goes on');
  ok('Sync', await admin.post('/app/sync'));
  const left = await admin.post(`${path}/leave`);
  assert.match(left.html, /role="alert"[^>]*>The key service refuses/);
});

test('allowed again, the backup goes on', async () => {
  vault.fault = 'none';
  ok('Check again', await admin.post(`${path}/check`));
  await until('the backup is done', async () => ((await backups()) === 3 ? true : undefined));
});

test('a new token takes the place of one that has expired', async () => {
  vault.token = 's.the-next-token';
  ok('Check again', await admin.post(`${path}/check`));
  assert.match(await settings(), /Locked.*Vault refuses this token/);
  const kept = await admin.post(path, { ...FORM, ring: 'with' });
  assert.match(kept.html, /id="vaultToken-error"[^>]*>Vault refuses this token/);
  const entered = await admin.post(path, { ...FORM, vaultToken: vault.token, ring: 'with' });
  assert.ok(entered.events['keys-changed'] !== undefined);
  assert.doesNotMatch(await settings(), /Locked/);
  await backUp(admin, schema);
});

test('without the service the keys of this service open all', async () => {
  const { events } = await admin.post(`${path}/leave`);
  assert.ok(events['keys-changed'] !== undefined);
  assert.match(await settings(), /Key service Not used/);
  vault.fault = 'revoked';
  await backUp(admin, schema);
});

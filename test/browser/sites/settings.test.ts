/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp();
const { open, noProblems } = await browserPages(running.simulator);

test('Settings: Save waits for a change, a mistake stays in its section, the token is replaced, the connection is tested', async () => {
  const { page, frame } = await open({ module: 'assets-backup-configure' });
  await frame.getByRole('heading', { name: 'Settings' }).waitFor();
  await accessible(frame, 'settings');
  const account = frame.locator('#set-account');
  const save = account.getByRole('button', { name: 'Save', exact: true });
  assert.ok(await save.isDisabled());
  await account.getByLabel('Email').fill('nobody');
  assert.ok(await save.isEnabled());
  await account.getByLabel('Email').fill('admin@example.com');
  assert.ok(await save.isDisabled(), 'as it was');
  await account.getByLabel('Email').fill('nobody');
  await save.click();
  await account.getByText('Enter a valid email address').waitFor();
  await accessible(frame, 'settings with an error');
  await account.getByLabel('Email').fill('admin@example.com');
  await account.getByLabel('API token').fill('admin-token');
  await account.getByLabel('Workspace ID').fill('wrong');
  await account.getByRole('button', { name: 'Look up' }).click();
  await frame.waitForFunction(
    (id) => (document.getElementById('workspaceId') as HTMLInputElement | null)?.value === id,
    running.simulator.workspaceId,
  );
  assert.equal(await account.getByLabel('API token').inputValue(), 'admin-token');
  assert.ok(await save.isEnabled(), 'what was looked up can be saved');
  await account.getByRole('button', { name: 'Test connection' }).click();
  await page.getByText('Connection works').waitFor();
  assert.equal(await account.getByLabel('API token').inputValue(), '', 'it is shown anew');
  const token = frame.locator('#set-token');
  await frame.getByRole('link', { name: 'API token', exact: true }).click();
  assert.equal(await frame.evaluate(() => document.activeElement?.id), 'set-token');
  await token.getByText('Replace token').click();
  await token.getByLabel('API token').fill('wrong-token');
  await token.getByRole('button', { name: 'Save' }).click();
  await frame.locator('#new-token-error').waitFor();
  await token.getByLabel('API token').fill('admin-token');
  await token.getByLabel('Token expiry date').fill('2020-01-01');
  await token.getByRole('button', { name: 'Save' }).click();
  await token.getByText('Enter a date in the future').waitFor();
  assert.equal(await token.getByLabel('API token').inputValue(), 'admin-token');
  assert.equal(await account.getByLabel('API token').inputValue(), '', 'it is of another form');
  await token.getByLabel('Token expiry date').fill('2099-01-01');
  await token.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Token replaced').waitFor();
  await token.getByText('1 Jan 2099').waitFor();
  noProblems('settings');
  await page.close();
});

test('each kind of key service has its own form, and what is wrong stands beside its field', async () => {
  for (const look of [{}, { theme: 'dark' as const, width: 880 }, { width: 390 }]) {
    const { page, frame } = await open({ module: 'assets-backup-configure', ...look });
    await frame.getByRole('button', { name: 'Use a key service…' }).click();
    const dialog = frame.getByRole('dialog');
    for (const [kind, field, mistake] of [
      ['AWS KMS', 'Region', 'Region is mandatory'],
      ['Azure Key Vault', 'Key identifier', 'Key identifier is mandatory'],
      ['HashiCorp Vault (transit)', 'Name of the key', 'Name of the key is mandatory'],
    ] as const) {
      await dialog.getByLabel(kind).check();
      await dialog.getByRole('heading', { name: `Use a key of ${kind}?` }).waitFor();
      await dialog.getByLabel(field).waitFor();
      await dialog.getByRole('button', { name: 'Test and save' }).click();
      await dialog.getByText(mistake).waitFor();
      await accessible(frame, `${kind} ${JSON.stringify(look)}`);
    }
    noProblems('key services');
    await page.close();
  }
});

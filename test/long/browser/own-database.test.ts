/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame } from 'playwright-core';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';
import { testDatabase, testDatabaseUri } from '../../support/databases/test-database.ts';

const running = await runningApp({ settings: { PRIVATE_NETWORKS: '127.0.0.0/8' } });
const own = await testDatabase();
const { open, noProblems } = await browserPages(running.simulator);
const server = new URL(await testDatabaseUri());

const PROVIDERS: [label: string, help: RegExp][] = [
  ['MongoDB', /Atlas included/],
  ['Amazon DocumentDB', /certificate bundle of your region/],
  ['Azure DocumentDB', /readWriteAnyDatabase/],
  ['Azure Cosmos DB for MongoDB (RU)', /read-write key/],
];

/** Each is refused beside its field, without a connection being tried. */
const WRONG: [field: string, typed: string, message: string][] = [
  ['Host', 'mongodb://db.example.com', 'Enter a host name, without mongodb:// and port'],
  ['Port', '99999', 'Enter a port between 1 and 65535'],
  ['Database', 'admin', 'not admin, local or config'],
  ['CA certificate', 'no certificate', 'in PEM form'],
];

const save = (frame: Frame) => frame.getByRole('button', { name: 'Save storage' });

const textField = (frame: Frame, name: string) => frame.getByRole('textbox', { name, exact: true });

async function openForm(frame: Frame): Promise<void> {
  const section = frame.locator('#set-storage');
  await section.getByText('Change storage').click();
  await section.getByText('Backup on local database').click();
  await frame.getByLabel('Provider').waitFor();
}

test('the form follows the provider, says what is wrong beside each field, and keeps what was typed', async () => {
  const { page, frame } = await open({ module: 'assets-backup-configure' });
  await openForm(frame);
  for (const [label, help] of PROVIDERS) {
    await frame.getByLabel('Provider').selectOption({ label });
    await frame.locator('#provider-help').getByText(help).waitFor();
    assert.equal(await frame.locator('#provider-help .help:visible').count(), 1, label);
  }
  await accessible(frame, 'form of an own database');
  await frame.getByLabel('Provider').selectOption({ label: 'MongoDB' });
  await textField(frame, 'Name').fill('Ours');
  await save(frame).click();
  await frame.getByText('Connection string is mandatory').waitFor();
  const secret = (name: string) => frame.getByLabel(name, { exact: true });
  await frame.locator('#connectionString').fill('mongodb://u:secret@db.example.com/assets');
  await textField(frame, 'Name').fill('');
  await save(frame).click();
  await frame.getByText('Name is mandatory').waitFor();
  assert.match(await frame.locator('#connectionString').inputValue(), /secret/, 'kept');
  await textField(frame, 'Name').fill('Ours');
  await frame.getByLabel('Host, user and password').check();
  await textField(frame, 'User').fill('u');
  await secret('Password').fill('a secret');
  for (const [field, typed, message] of WRONG) {
    await textField(frame, 'Host').fill('db.example.com');
    await textField(frame, field).fill(typed);
    await save(frame).click();
    await frame.locator('.error', { hasText: message }).waitFor();
    assert.equal(await textField(frame, field).inputValue(), typed, 'kept');
    assert.equal(await secret('Password').inputValue(), 'a secret', 'kept in the page');
    await textField(frame, field).fill('');
  }
  await accessible(frame, 'form of an own database with a mistake');
  noProblems('form');
  await page.close();
});

test('a database that is right is saved, its indexes are created, and backups go there', async () => {
  const { page, frame } = await open({ module: 'assets-backup-configure' });
  await openForm(frame);
  await textField(frame, 'Name').fill('Ours');
  await frame.getByLabel('Host, user and password').check();
  await textField(frame, 'Host').fill(server.hostname);
  await textField(frame, 'Port').fill('1');
  await textField(frame, 'Database').fill(own.name);
  await frame.getByLabel('Connect with TLS').uncheck();
  await save(frame).click();
  await frame.locator('#host-error').waitFor();
  await textField(frame, 'Port').fill(server.port);
  await save(frame).click();
  // A loaded machine takes its time over indexes.
  await page.getByText(/indexes were created/).waitFor({ timeout: 120_000 });
  await frame.locator('#set-storage').getByText('Ours').first().waitFor();
  assert.ok((await own.connection.collection('packs').indexes()).length > 1);
  noProblems('saving');
  await page.close();
});

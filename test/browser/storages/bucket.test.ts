import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, browserPages } from '../../support/pages/open-page.ts';
import { runningApp } from '../../support/running-app.ts';
import { keysIn, testBuckets } from '../../support/stand-ins/test-buckets.ts';

const running = await runningApp({ settings: { PRIVATE_NETWORKS: '127.0.0.0/8' } });
const buckets = await testBuckets();
const address = await buckets.make();
const { open, noProblems } = await browserPages(running.simulator);

test('the form of a bucket: its own fields, what is wrong beside them, and backups go there', async () => {
  const { page, frame } = await open({ module: 'assets-backup-configure' });
  const text = (name: string) => frame.getByRole('textbox', { name, exact: true });
  const save = frame.getByRole('button', { name: 'Save storage' });
  await frame.locator('#set-storage').getByText('Change storage').click();
  await frame.locator('#set-storage').getByText('Backup on local database').click();
  await frame.getByLabel('Provider').selectOption({ label: 'S3 or compatible bucket' });
  await frame
    .locator('#provider-help')
    .getByText(/honors If-None-Match/)
    .waitFor();
  assert.equal(await frame.locator('#connectionString').isVisible(), false);
  assert.equal(await text('Days').isVisible(), false);
  await frame.getByLabel('Lock what backups need').check();
  await text('Days').fill('0');
  await accessible(frame, 'form of a bucket');
  await text('Name').fill('Our bucket');
  await text('Endpoint').fill('s3.example.com');
  await text('Bucket').fill(address.bucket);
  await text('Access key').fill(address.accessKey);
  await save.click();
  for (const field of ['endpoint', 'lockDays']) await frame.locator(`#${field}-error`).waitFor();
  await text('Endpoint').fill(address.endpoint);
  await frame.getByLabel('Lock what backups need').uncheck();
  await frame.getByLabel('Path style').check();
  await save.click();
  await frame.getByText('Secret key is mandatory').waitFor();
  await text('Secret key').fill(address.secretKey);
  await save.click();
  await page.getByText(/the bucket was marked/).waitFor();
  await frame.locator('#set-storage').getByText('Our bucket').first().waitFor();
  assert.equal((await keysIn(buckets.open({ ...address, prefix: '' }))).length, 1, 'its mark');
  noProblems('saving');
  await page.close();
});

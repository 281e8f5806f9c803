import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, browserPages } from '../support/pages/open-page.ts';
import { runningApp } from '../support/running-app.ts';

const { simulator } = await runningApp({ site: { seed: 'demo' } });
const { open, noProblems, problems } = await browserPages(simulator);

test('filters work together and are kept while one works; search finds from the first letter', async () => {
  const { page, frame } = await open();
  await frame.getByLabel('Search').pressSequentially('o');
  await frame.getByRole('button', { name: 'Licences' }).waitFor({ state: 'detached' });
  await frame.getByLabel('Status').selectOption('active');
  await frame.getByText('4 schemas').or(frame.getByText('3 schemas')).waitFor();
  assert.equal(await frame.getByLabel('Search').inputValue(), 'o');
  const row = frame.getByRole('row', { name: /Offices/ });
  await row.getByRole('button', { name: 'Backup now' }).click();
  await frame.getByRole('button', { name: 'Back up', exact: true }).click();
  await row.getByText('1 backup').waitFor({ timeout: 30_000 });
  assert.equal(await frame.getByLabel('Search').inputValue(), 'o');
  assert.equal(await frame.getByLabel('Status').inputValue(), 'active');
  assert.equal(await frame.getByRole('button', { name: 'Licences' }).count(), 0);
  noProblems('filters');
  await page.close();
});

test('buttons for what is ticked say how many; a verified backup has a tick, and every column sorts', async () => {
  const { page, frame } = await open();
  const row = (name: RegExp) => frame.getByRole('row', { name });
  const pick = (name: string) => frame.getByRole('checkbox', { name: `Select ${name}` }).check();
  const press = (name: string) => frame.getByRole('button', { name, exact: true }).click();
  await pick('Licences');
  await pick('Services');
  await frame.getByText('2 selected').waitFor();
  await frame.getByRole('button', { name: 'Schedule 2', exact: true }).waitFor();
  await accessible(frame, 'grid with a selection');
  await press('Back up 2');
  for (const name of [/Licences/, /Services/])
    await row(name).getByText('1 backup').waitFor({ timeout: 30_000 });
  await pick('Licences');
  await press('Verify 1');
  await row(/Licences/)
    .getByRole('img', { name: 'Verified' })
    .waitFor({ timeout: 30_000 });
  assert.equal(
    await row(/Services/)
      .getByRole('img', { name: 'Verified' })
      .count(),
    0,
  );
  await accessible(frame, 'grid with a verified backup');
  for (const name of ['Backups', 'Last 30 days'])
    for (const [order, first] of [
      ['ascending', /0 backups/],
      ['descending', /1 backup/],
    ] as const) {
      const title = frame.getByRole('columnheader', { name });
      await title.getByRole('button').click();
      await frame.locator(`th[aria-sort=${order}]`, { hasText: name }).waitFor();
      assert.match(await frame.locator('#grid tbody tr').first().innerText(), first);
    }
  await frame.getByLabel('Legend of the last 30 days').getByText('Skipped').waitFor();
  noProblems('selection');
  await page.close();
});

test('dark and narrow are accessible too, and a look inside shows an object', async () => {
  for (const look of [{ theme: 'dark' as const }, { width: 390 }]) {
    const { page, frame } = await open(look);
    await frame.getByRole('button', { name: 'Offices', exact: true }).waitFor();
    await accessible(frame, `grid ${JSON.stringify(look)}`);
    await frame.getByRole('button', { name: 'Offices', exact: true }).click();
    await frame.getByRole('button', { name: 'Browse' }).click();
    await frame.getByRole('button', { name: /^City/ }).click();
    await frame.getByLabel('Search').pressSequentially('kra');
    await frame.getByRole('button', { name: 'Kraków', exact: true }).click();
    await frame.getByText('Population').waitFor();
    await accessible(frame, `object ${JSON.stringify(look)}`);
    noProblems(JSON.stringify(look));
    await page.close();
  }
});

test('names that are markup are shown as text', async () => {
  const evil = '<img src=x onerror=alert(1)>"\'{{7*7}}';
  const { site } = simulator.world;
  const shelf = [...site.schemas.values()].find((schema) => schema.name === 'Empty shelf')!;
  shelf.name = evil;
  const type = site.addType(shelf.id, evil);
  const attribute = site.addAttribute(type.id, `${evil} attribute`);
  site.addObject(
    type.id,
    { [site.attributesOf(type.id).find((each) => each.label)!.id]: [evil], [attribute.id]: [evil] },
    site.now(),
  );
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Sync schemas' }).click();
  await frame.getByRole('button', { name: evil }).first().waitFor();
  const row = frame.getByRole('row', { name: /onerror/ });
  await row.getByRole('button', { name: 'Backup now' }).click();
  await frame.getByRole('button', { name: 'Back up', exact: true }).click();
  await row.getByText('1 backup').waitFor({ timeout: 30_000 });
  await row.getByRole('button', { name: evil }).click();
  await frame.getByRole('button', { name: 'Browse' }).click();
  await frame.getByRole('button', { name: /onerror/ }).click();
  await frame.locator('#objects').getByRole('button', { name: evil }).click();
  await frame.getByText(`${evil} attribute`).waitFor();
  assert.equal(await frame.locator('img[onerror], img[src="x"]').count(), 0);
  noProblems('markup in names');
  await page.close();
});

test('an alert stays the same one while the grid around it changes, and goes when it is mended', async () => {
  const [account] = simulator.world.accounts;
  const { page, frame } = await open();
  const rowOf = (name: string) => frame.getByRole('row', { name: new RegExp(name) });
  const backUp = async (name: string): Promise<void> => {
    await rowOf(name).getByRole('button', { name: 'Backup now' }).click();
    await frame.getByRole('button', { name: 'Back up', exact: true }).click();
  };
  account!.revoked = true;
  await backUp('People');
  const alert = frame.getByRole('alert').filter({ hasText: '1 backup failed' });
  await alert.waitFor({ timeout: 30_000 });
  account!.revoked = false;
  await frame.getByRole('button', { name: 'Retry', exact: true }).waitFor({ timeout: 30_000 });
  const before = await alert.elementHandle();
  const stored = frame.locator('.tile', { hasText: 'Stored' });
  const figures = await stored.innerText();
  await backUp('Licences');
  await rowOf('Licences').getByText('1 backup').waitFor({ timeout: 30_000 });
  await stored.filter({ hasNotText: figures }).waitFor();
  assert.equal(await before?.evaluate((element) => element.isConnected), true);
  await frame.getByRole('button', { name: 'Retry', exact: true }).click();
  await alert.waitFor({ state: 'detached', timeout: 30_000 });
  noProblems('alerts');
  await page.close();
});

test('a user who is no administrator reads the sentence, and the connection can be deleted and set up again', async () => {
  const other = await open({ account: 'user@example.com' });
  await other.frame.getByText('Only Jira administrators can use this app.').waitFor();
  await other.page.close();
  problems.length = 0; // the browser notes the 403 of the page itself
  const { page, frame } = await open({ module: 'assets-backup-configure' });
  await frame.getByText('Current token saved', { exact: true }).waitFor();
  await frame.getByRole('button', { name: '← Assets backups' }).click();
  await frame.getByLabel('Connection menu').click();
  await frame.getByRole('button', { name: 'Delete', exact: true }).first().click();
  await frame.getByRole('button', { name: 'Disconnect this site' }).click();
  await frame.getByRole('heading', { name: /Set up Backup/ }).waitFor();
  noProblems('connection menu');
  await page.close();
});

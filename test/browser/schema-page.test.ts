/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp, sync } from '../../scripts/demo-steps.ts';
import { schemaIdOf } from '../support/backups/read-backup.ts';
import { takeAsked, whenAnswered, type Asked } from '../support/doors/asked.ts';
import { accessible, browserPages } from '../support/pages/open-page.ts';
import { runningApp } from '../support/running-app.ts';

const running = await runningApp({ site: { seed: 'demo' } });
const { simulator, admin, schemas } = running;
const { open, noProblems, problems } = await browserPages(simulator);
const LONG = 60_000;
const schemaNamed = (name: string) => schemas.find((schema) => schema.name === name)!;

test('a backup that is started on another tab is seen at once in the head, and in the list without a reload', async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Offices', exact: true }).click();
  await frame.locator('#tab-terminated').click();
  await frame.getByText('No backup of this schema was stopped or failed.').waitFor();
  simulator.settings.faults = [{ path: 'object/aql', kind: 'hang', probability: 1, times: 10_000 }];
  await frame.locator('#head-backup').click();
  await frame.getByRole('button', { name: 'Back up', exact: true }).click();
  const live = frame.locator('#schema-head .live');
  await live.getByText('Backing up').waitFor();
  assert.ok(await frame.locator('#head-backup').isDisabled(), 'one backup at a time');
  await accessible(frame, 'head with a backup in hand');
  await live.getByRole('button', { name: 'Stop' }).click();
  await frame.getByRole('heading', { name: 'Stop backing up Offices?' }).waitFor();
  await frame.getByRole('button', { name: 'Stop backup' }).click();
  simulator.settings.faults = [];
  await frame.locator('[data-title=State]').getByText('Stopped').waitFor({ timeout: LONG });
  await live.waitFor({ state: 'detached', timeout: LONG });
  await frame.locator('#tab-backups').click();
  await frame.getByText('This schema has no backups.').waitFor();
  await backUp(admin, schemaNamed('Offices')); // somebody else
  await frame.locator('tr[id^=backup-]').waitFor({ timeout: LONG });
  await frame.locator('#timeline svg[role=img]').waitFor({ timeout: LONG });
  noProblems('head');
  await page.close();
});

test('a click in the timeline selects the backup; one search finds objects of every type, references lead on and back', async () => {
  for (const look of [{}, { theme: 'dark' as const, width: 880 }, { width: 390 }]) {
    const { page, frame } = await open(look);
    await frame.getByRole('button', { name: 'Offices', exact: true }).click();
    await frame.locator('#timeline .hit').last().click();
    const chosen = frame.locator('tr.chosen');
    await chosen.waitFor();
    assert.ok(
      await chosen.evaluate((row) => row.contains(document.activeElement)),
      'the keyboard is there',
    );
    await accessible(frame, `schema page ${JSON.stringify(look)}`);
    await chosen.getByRole('button', { name: 'Browse' }).click();
    await frame.getByLabel('Search all object types').fill('kraków 8');
    await frame
      .locator('#objects')
      .getByRole('button', { name: 'Office Kraków 8', exact: true })
      .click();
    const dialog = frame.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Office Kraków 8' }).waitFor();
    await accessible(frame, `object ${JSON.stringify(look)}`);
    const reference = dialog.locator('.value button').first();
    const name = await reference.innerText();
    await reference.click();
    await dialog.getByRole('button', { name: '← Back' }).waitFor();
    assert.ok(name.startsWith(await dialog.locator('#dialog-title').innerText()), name);
    await dialog.getByRole('button', { name: '← Back' }).click();
    await dialog.getByRole('heading', { name: 'Office Kraków 8' }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    assert.equal(await frame.getByLabel('Search all object types').inputValue(), 'kraków 8');
    await frame.getByRole('button', { name: /^City/ }).first().click();
    await frame.locator('.tree [aria-current=true]').waitFor();
    assert.equal(await frame.getByLabel('Search all object types').inputValue(), '');
    await frame.getByRole('button', { name: '← Available backups' }).click();
    await frame.locator('#timeline').waitFor();
    noProblems(JSON.stringify(look));
    await page.close();
  }
});

test('a menu that somebody reads stays open while its list refreshes, which it does afterwards', async () => {
  const { page, frame } = await open();
  await frame.getByRole('button', { name: 'Offices', exact: true }).click();
  const rows = frame.locator('tr[id^=backup-]');
  await rows.first().waitFor();
  const before = await rows.count();
  const menu = frame.getByLabel(/More actions for backup/).first();
  await menu.click();
  const hold = frame.getByRole('button', { name: 'Hold…' }).first();
  await hold.waitFor();
  const asked = whenAnswered(page, /part=table/);
  await backUp(admin, schemaNamed('Offices')); // somebody else
  await frame.locator('body').evaluate((body) => body.dispatchEvent(new Event('backups-changed')));
  await asked;
  await frame.locator('#timeline').evaluate(() => new Promise((go) => setTimeout(go, 300)));
  assert.ok(await hold.isVisible(), 'the menu is still open');
  assert.equal(await rows.count(), before);
  await page.keyboard.press('Escape');
  await rows.nth(before).waitFor({ timeout: LONG });
  noProblems('open menu');
  await page.close();
});

test('who deletes a schema for good on its page is led home, and whoever else has it open learns of it', async () => {
  await backUp(admin, schemaNamed('Licences'));
  simulator.world.site.deleteSchema(schemaIdOf(simulator, 'Licences'));
  await sync(admin);
  const [mine, others] = [await open(), await open()];
  for (const { frame } of [mine, others])
    await frame.getByRole('button', { name: 'Licences', exact: true }).click();
  const { frame } = mine;
  await others.frame.getByText('This schema was deleted from Assets.').waitFor();
  await frame.getByLabel('More actions for Licences').click();
  await frame.getByRole('button', { name: 'Delete…' }).click();
  await frame.getByLabel(/Enter the name/).fill('Licences');
  const { promise: wayHome, resolve: hold } = Promise.withResolvers<Asked>();
  await takeAsked(mine.page, (asked) => {
    if (!asked.path.startsWith('/app/home')) return false;
    hold(asked);
    return true;
  });
  await frame.getByRole('button', { name: 'Delete permanently' }).click();
  const home = await wayHome;
  const gone = others.frame.getByRole('heading', { name: 'This schema was deleted' });
  await gone.waitFor({ timeout: LONG });
  await whenAnswered(mine.page, /\/head\?/);
  await home.goOn();
  await frame.getByRole('heading', { name: 'Assets backups' }).waitFor();
  assert.equal(await others.frame.locator('#schema-head').count(), 0);
  await accessible(others.frame, 'a schema that is gone');
  await others.frame.getByRole('button', { name: '← Assets backups' }).click();
  await others.frame.getByRole('heading', { name: 'Assets backups' }).waitFor();
  // The browser notes the answer by which the page learned of it.
  const unexpected = problems.splice(0).filter((problem) => !/\b404\b/.test(problem));
  assert.deepEqual(unexpected, []);
  await mine.page.close();
  await others.page.close();
});

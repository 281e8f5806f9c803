import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp({ site: { seed: 'demo' } });
const { admin, simulator } = running;
const overview = async (): Promise<string> => (await admin.get('/app/overview')).html;
const picks = (...names: string[]): Record<string, string> =>
  Object.fromEntries(
    running.schemas
      .filter(({ name }) => names.includes(name))
      .map(({ id }) => [`pick-${id}`, 'on']),
  );
const daily = { at: '02:00', windowMinutes: '120', timeZone: 'Europe/Berlin' };
const every = running.schemas.map(({ name }) => name);
const post = async (path: string, form: Record<string, string>) => {
  const { html, events } = await admin.post(path, form);
  return { html, flag: events['flag'] as { title: string; body: string } | undefined };
};
const idle = () =>
  until('nothing is in hand', async () => {
    const { html } = await admin.get('/app/activity/pill');
    return html.trim() === '' || undefined;
  });

test('after the first sync one question protects every schema, spread over a window', async () => {
  assert.match(await overview(), /schemas found\. Protect them all daily\?/);
  const popup = (await admin.get('/app/bulk/schedule?all=unscheduled')).html;
  for (const { id } of running.schemas) assert.ok(popup.includes(`name="pick-${id}"`));
  const { flag } = await post('/app/bulk/schedule', { ...picks(...every), ...daily });
  assert.equal(flag?.title, `${every.length} schemas scheduled`);
  const rules = await Promise.all(
    running.schemas.map(async ({ id }) => {
      const { html } = await admin.get(`/app/schemas/${id}/schedule/edit`);
      return /name="cron"[^>]*value="([^"]+)"/.exec(html)?.[1];
    }),
  );
  assert.equal(new Set(rules).size, every.length, 'no two of them begin together');
  assert.ok(rules.every((rule) => /^\d+ [23] \* \* \*$/.test(rule ?? '')));
  assert.match(await overview(), /0 <small>of \d+ schemas<\/small>/, 'none has a backup yet');
});

test('a time or a zone that is none is told beside its field, and nothing is saved', async () => {
  const before = await overview();
  const form = { ...picks('Offices'), ...daily };
  const noTime = await post('/app/bulk/schedule', { ...form, at: '25:00' });
  assert.match(noTime.html, /id="bulk-at-error"[^>]*>Enter a time of day/);
  const noZone = await post('/app/bulk/schedule', { ...form, timeZone: 'Berlin' });
  assert.match(noZone.html, /id="bulk-zone-error"/);
  assert.match(noZone.html, /value="02:00"/);
  assert.equal(await overview(), before);
});

test('several schemas are backed up and verified at once, each refusal told with its reason', async () => {
  const { flag } = await post('/app/bulk/backup', picks('Offices', 'Licences'));
  assert.deepEqual([flag?.title, flag?.body], ['2 schemas queued for backup', '']);
  await until('both are protected', async () =>
    /2 <small>of \d+ schemas<\/small>/.test(await overview()) ? true : undefined,
  );
  const verified = await post('/app/bulk/verify', picks('Offices', 'Computers'));
  assert.equal(verified.flag?.title, '1 schema queued for verification');
  assert.match(verified.flag?.body ?? '', /Computers: It has no backup yet/);
  await idle();
});

test('failures of one cause are one banner, and what it offers tries all of them again', async () => {
  simulator.world.accounts[0]!.revoked = true;
  await post('/app/bulk/backup', picks('Offices', 'Licences', 'People'));
  // A schema is offered once its run has let go of it, which is after it has failed.
  const html = await until('all of them failed, and can be tried again', async () => {
    const shown = await overview();
    return shown.includes('Retry all 3') ? shown : undefined;
  });
  assert.match(html, /3 backups failed/);
  assert.match(html, /Licences, Offices, People: Jira rejected the API token/);
  assert.equal(html.match(/role="alert"/g)?.length, 1);
  simulator.world.accounts[0]!.revoked = false;
  const form = Object.fromEntries(
    [...html.matchAll(/name="(pick-\w+)"/g)].map(([, name = '']) => [name, 'on']),
  );
  await post('/app/bulk/backup', form);
  await until('the banner is gone', async () =>
    (await overview()).includes('role="alert"') ? undefined : true,
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, first, ok, plain } from '../../../scripts/demo-steps.ts';
import {
  planRestore,
  restoreEnded,
  runRestore,
  startRestore,
} from '../../../scripts/restore-steps.ts';
import { bothKinds } from '../../support/sites/both-kinds.ts';

const { admin, kinds } = await bothKinds();

interface Report {
  restore: { queuedAt: string; resumedAt?: string; startedAt: string };
  objects: { outcome: string; leftOut?: unknown[] }[];
}

async function reportOf(id: string): Promise<Report> {
  const { html } = await admin.get(`/app/restores/${id}/report?format=json`);
  return JSON.parse(html) as Report;
}

/** What each place says of how many were created, and how many values were skipped. */
async function figuresOf(schemaId: string, id: string): Promise<[string, number, number][]> {
  const number = (text: string | undefined): number => Number((text ?? '0').replaceAll(',', ''));
  const page = ok('The page', await admin.get(`/app/restores/${id}?part=body`));
  const heading = plain(first(page, /<h1>([\s\S]*?)<\/h1>/) ?? '');
  const list = ok('History', await admin.get(`/app/schemas/${schemaId}/restores?part=table`));
  const row = first(list, new RegExp(`id="state-${id}"([\\s\\S]*?)</tr>`)) ?? '';
  const line = plain(first(row, /data-title="Objects">([\s\S]*?)<\/td>/) ?? '');
  const of = (text: string): [number, number] => [
    number(first(text, /([\d,]+) created/)),
    number(first(text, /([\d,]+) values? skipped/)),
  ];
  const { objects } = await reportOf(id);
  const csv = ok('CSV', await admin.get(`/app/restores/${id}/report?format=csv`));
  const created = (csv.match(/^created,/gm) ?? []).length;
  const there = objects.filter(({ outcome }) => outcome !== 'failed');
  const skipped = there.reduce((sum, { leftOut = [] }) => sum + leftOut.length, 0);
  return [
    ['page', ...of(heading)],
    ['history', ...of(line)],
    ['JSON', objects.filter(({ outcome }) => outcome === 'created').length, skipped],
    ['CSV', created, skipped],
  ];
}

function assertSame(figures: [string, number, number][]): void {
  const [, ...of] = figures[0]!;
  assert.ok(of[0] > 0, 'something was created');
  for (const [place, ...others] of figures) assert.deepEqual(others, of, place);
}

for (const { kind, site: source, place, schema } of kinds) {
  const services = await schema('Services');
  const { backupId } = await backUp(admin, services);
  const { site } = source.world;
  const plan = () => planRestore(admin, backupId, place);

  test(`${kind}: a stopped restore says the same on its page, in the history and in both reports; resumed, its report keeps when it was asked for`, async () => {
    const planned = await plan();
    source.settings.latencyMs = 100;
    const id = await startRestore(admin, planned.id);
    await until('some objects are there', async () => {
      const html = ok('The page', await admin.get(`/app/restores/${id}?part=body`));
      return /[1-9]\d* created/.test(html) ? true : undefined;
    });
    ok('Stop', await admin.post(`/app/restores/${id}/stop`));
    const stopped = await restoreEnded(admin, id);
    source.settings.latencyMs = 0;
    assert.match(stopped, /<h1>Restore stopped · /);
    assertSame(await figuresOf(services.id, id));
    const before = await reportOf(id);
    const made = [...site.schemas.values()].find(({ name }) => name === planned.schema)!;
    const there = site.typesOf(made.id).flatMap((type) => [...site.objects.idsOfType(type.id)]);
    const created = before.objects.filter(({ outcome }) => outcome === 'created');
    assert.equal(there.length, created.length, 'what was on its way is in the report');
    ok('Resume', await admin.post(`/app/restores/${id}/resume`));
    assert.match(await restoreEnded(admin, id), /<h1>Restore complete · /);
    assertSame(await figuresOf(services.id, id));
    const after = await reportOf(id);
    assert.equal(after.restore.queuedAt, before.restore.queuedAt);
    assert.ok(after.restore.resumedAt! > after.restore.queuedAt);
  });

  test(`${kind}: a restore is checked without being asked`, async () => {
    const { id } = await runRestore(admin, (await plan()).id);
    await until('the check has ended', async () => {
      const { html } = await admin.get(`/app/restores/${id}/check`);
      return html.includes('data-check="sound"') ? true : undefined;
    });
  });
}

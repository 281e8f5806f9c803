import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { backUp, sync } from '../../../scripts/demo-steps.ts';
import { planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { runningApp } from '../../support/running-app.ts';

const CLICKS = 20;

/** The replica that is clicked on works nothing: what was queued stays queued. */
const running = await runningApp({
  site: { seed: 'tiny' },
  settings: { WORKERS: '0' },
  stage: 'set-up',
});
const { admin } = running;
const worker = await running.replica({ WORKERS: '2' });
const tiny = (await sync(admin)).find(({ name }) => name === 'Tiny')!;
const { backupId } = await backUp(admin, tiny);
const restored = await runRestore(admin, (await planRestore(admin, backupId)).id);
const plan = await planRestore(admin, backupId);
await worker.stop();

const connection = await connectDatabase(running.uri, running.databases.service);
after(() => connection.close());
const runs = connection.collection<{ _id: string; state: string; kind: string }>('runs');

for (const [kind, address, form] of [
  ['sync', '/app/sync', {}],
  ['backup', `/app/schemas/${tiny.id}/backup`, {}],
  ['verify', `/app/backups/${backupId}/verify`, {}],
  ['restore', `/app/restores/${plan.id}/run`, {}],
  ['restore-plan', `/app/restores/${plan.id}/plan`, {}],
  ['restore-check', `/app/restores/${restored.id}/check`, {}],
  ['delete-backup', `/app/backups/${backupId}/delete`, { name: 'Tiny' }],
] as const)
  test(`twenty clicks at once queue one run of kind ${kind}`, async () => {
    await runs.deleteMany({ kind: 'sync', state: 'queued' });
    const clicks = Array.from({ length: CLICKS }, () => admin.post(address, form));
    const answers = await Promise.all(clicks);
    assert.ok(answers.some(({ status }) => status < 300));
    const queued = await runs.countDocuments({ kind, state: 'queued' });
    assert.equal(queued, 1, answers.map(({ status }) => status).join());
  });

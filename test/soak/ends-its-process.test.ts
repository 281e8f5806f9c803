import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { AdminSession, until } from '../../scripts/admin-session.ts';
import { backUp, install, plain, setUp, sync } from '../../scripts/demo-steps.ts';
import { MAX_TAKEOVERS } from '../../src/core/runs/max-takeovers.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { holdAssets } from '../support/sites/hold-assets.ts';
import { KillableService } from '../support/processes/killable-service.ts';
import { RunningApp } from '../support/running-app.ts';
import { testDatabaseUri } from '../support/databases/test-database.ts';

interface StoredRun {
  _id: string;
  kind: string;
  state: string;
  fence: number;
}

const simulator = await startSimulator({ seed: 'twins' });
const running = new RunningApp(simulator, await testDatabaseUri(), { WORKERS: '1' });
const service = await KillableService.start(running);
const database = await connectDatabase(running.uri, running.databases.service);
after(async () => {
  await service.kill();
  await database.close();
  await running.close();
});

test('a run that ends its process each time is ended by the third takeover, and the service goes on', async (context) => {
  const admin = new AdminSession(simulator.url, service.url);
  await install(simulator.url, service.url);
  await setUp(admin);
  const [poison, sound] = await sync(admin);
  const runs = database.collection<StoredRun>('runs');
  const rowOf = async ({ id }: { id: string }) => (await admin.get(`/app/schemas/${id}/row`)).html;
  // The run gets no further than its first question while the process lives.
  holdAssets(simulator.settings);
  await admin.post(`/app/schemas/${poison!.id}/backup`);
  const fences: number[] = [];
  for (let death = 0; death < MAX_TAKEOVERS; death += 1) {
    const run = await until('the run is worked again', () =>
      runs
        .findOne({ kind: 'backup', state: 'running', fence: { $gt: fences.at(-1) ?? 0 } })
        .then((found) => found ?? undefined),
    );
    fences.push(run.fence);
    await service.kill();
    await service.start();
  }
  const row = await until('the run is ended', async () => {
    const html = await rowOf(poison!);
    return /every 2s/.test(html) ? undefined : html;
  });
  assert.match(plain(row), /Failed/);
  assert.match(row, /The service stopped three times while working on this/);
  const [ended] = await runs.find({ kind: 'backup' }).toArray();
  assert.equal(ended?.state, 'failed');
  simulator.settings.faults = [];
  for (const schema of [sound!, poison!])
    assert.ok(Number((await backUp(admin, schema)).objects) > 0, schema.name);
  context.diagnostic(`fences ${fences.join(', ')}, then ended at ${ended?.fence}`);
});

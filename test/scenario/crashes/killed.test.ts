import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Random } from '../../../simulator/kernel/random.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { AdminSession, until } from '../../../scripts/admin-session.ts';
import { install, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import { randomSeed } from '../../support/random-runs.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { KillableService } from '../../support/processes/killable-service.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';
import { RunningApp } from '../../support/running-app.ts';

const KILLS = process.env['TEST_LONG'] ? 20 : 1;
const seed = randomSeed();
const random = new Random(seed);
const simulator = await startSimulator({ seed: 'demo', settings: { ...NO_LIMITS, latencyMs: 30 } });
const running = new RunningApp(simulator, await testDatabaseUri(), {});
const service = await KillableService.start(running);
after(async () => {
  await service.kill();
  await running.close();
});

test(`a service killed at ${KILLS} random moments of backups completes them with the content of the site (seed ${seed})`, async (context) => {
  const admin = new AdminSession(simulator.url, service.url);
  await install(simulator.url, service.url);
  await setUp(admin);
  const computers = (await sync(admin)).find((schema) => schema.name === 'Computers')!;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const moment = random.below(1_500);
    await admin.post(`/app/schemas/${computers.id}/backup`);
    // The random moment itself, not a wait for something.
    await new Promise((resolve) => setTimeout(resolve, moment));
    await service.kill();
    await service.start();
    await until(
      'the backup completes',
      async () => {
        const { html, status } = await admin.get(`/app/schemas/${computers.id}/row`);
        assert.equal(status, 200);
        assert.doesNotMatch(html, /class="error"/);
        return /every 2s/.test(html) ? undefined : true;
      },
      60_000,
    );
    const listed = [
      ...(await admin.get(`/app/schemas/${computers.id}/backups?part=table`)).html.matchAll(
        /<tr id="backup-(\w+)"/g,
      ),
    ].map((match) => match[1]!);
    assert.equal(listed.length, Math.min(20, kill), `kill ${kill} after ${moment} ms`);
    await verify(admin, listed[0]!);
    assert.deepEqual(
      objectsOf(await readBackup(running, listed[0]!)),
      objectsOfSite(simulator, schemaIdOf(simulator, 'Computers')),
      `kill ${kill} after ${moment} ms`,
    );
    context.diagnostic(`killed ${moment} ms after the request: complete and sound`);
  }
  const from = Date.now();
  assert.equal(await service.stop(), 0, 'SIGTERM ends the service with status 0');
  assert.ok(Date.now() - from < 10_000);
});

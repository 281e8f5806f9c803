import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { Random } from '../../../simulator/kernel/random.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { AdminSession } from '../../../scripts/admin-session.ts';
import { backUp, install, setUp, sync } from '../../../scripts/demo-steps.ts';
import { checkRestore, planRestore, startRestore } from '../../../scripts/restore-steps.ts';
import { randomSeed } from '../../support/random-runs.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { KillableService } from '../../support/processes/killable-service.ts';
import { fillUniqueAttributes } from '../../support/restores/subjects/fill-unique-attributes.ts';
import { killWhileRestoring } from '../../support/restores/deaths/kill-while-restoring.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';
import { RunningApp } from '../../support/running-app.ts';

const KILLS = process.env['TEST_LONG'] ? 24 : 1;
const seed = randomSeed();
const random = new Random(seed);
const simulator = await startSimulator({
  seed: 'cycles',
  settings: { ...NO_LIMITS, latencyMs: 10, indexDelayMs: 300 },
});
const { site } = simulator.world;
fillUniqueAttributes(site, 'Node');
const running = new RunningApp(simulator, await testDatabaseUri(), { RESTORE_SETTLE_SECONDS: '1' });
const service = await KillableService.start(running);
after(async () => {
  await service.kill();
  await running.close();
});

const [original] = [...site.schemas.values()];
const named = (name: string): number =>
  [...site.schemas.values()].find((each) => each.name === name)!.id;
const content = (schemaId: number) => canonicalSchema(site, schemaId, { schemaName: false });

test(
  `a service killed at ${KILLS} random moments of restores completes them, each object once (seed ${seed})`,
  { timeout: 1_200_000 },
  async (context) => {
    const admin = new AdminSession(simulator.url, service.url);
    await install(simulator.url, service.url);
    await setUp(admin);
    const [schema] = await sync(admin);
    const { backupId } = await backUp(admin, schema!);
    const before = content(original!.id);
    for (let kills = 0; kills < KILLS;) {
      simulator.settings.uniqueCheck = random.pick(['store', 'index']);
      const plan = await planRestore(admin, backupId);
      const id = await startRestore(admin, plan.id);
      const times = Math.min(1 + random.below(3), KILLS - kills);
      const killing = { admin, service, running, random, times };
      const { moments, html } = await killWhileRestoring(id, killing);
      kills += moments.length;
      const name = `killed after ${moments.join(', ')} ms, uniqueness by the ${simulator.settings.uniqueCheck}`;
      assert.match(html, /Restore complete/, name);
      const made = named(plan.schema);
      assert.equal(site.objectCount(made), site.objectCount(original!.id), `${name}: objects`);
      assert.deepEqual(content(made), before, name);
      await checkRestore(admin, id);
      site.deleteSchema(made);
      context.diagnostic(`${name}: complete, ${site.objectCount(original!.id)} objects`);
    }
  },
);

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { canonicalSchema } from '../../../../simulator/canonical/canonical-schema.ts';
import { Random } from '../../../../simulator/kernel/random.ts';
import { startSimulator } from '../../../../simulator/start-simulator.ts';
import { addDataCenter } from '../../../../scripts/add-data-center.ts';
import { AdminSession } from '../../../../scripts/admin-session.ts';
import { backUp, install, plain, setUp, sync } from '../../../../scripts/demo-steps.ts';
import { checkRestore, planRestore, startRestore } from '../../../../scripts/restore-steps.ts';
import { KillableService } from '../../../support/processes/killable-service.ts';
import { fillUniqueAttributes } from '../../../support/restores/subjects/fill-unique-attributes.ts';
import { killWhileRestoring } from '../../../support/restores/deaths/kill-while-restoring.ts';
import { RunningApp } from '../../../support/running-app.ts';
import { testDatabaseUri } from '../../../support/databases/test-database.ts';
import { randomSeed } from '../../../support/random-runs.ts';

const KILLS = 100;
/** Of one restore: a service is started sooner than a restore is planned and checked. */
const FEWEST_KILLS = 4;
const MOST_KILLS = 12;
const seed = randomSeed();
const random = new Random(seed);
const cloud = await startSimulator({ seed: 'tiny' });
const server = await startSimulator({
  seed: 'cycles',
  platform: 'data-center',
  settings: { latencyMs: 40, indexDelayMs: 300, nodes: 2 },
});
const { site } = server.world;
fillUniqueAttributes(site, 'Node');
const running = new RunningApp(cloud, await testDatabaseUri(), {
  PRETEND_SITE_ADDRESSES: server.url,
  RESTORE_SETTLE_SECONDS: '1',
});
const service = await KillableService.start(running);
after(async () => {
  await service.kill();
  await running.close();
  await server.close();
});
const [original] = [...site.schemas.values()];
const named = (name: string): number =>
  [...site.schemas.values()].find((each) => each.name === name)!.id;
const content = (schemaId: number) => canonicalSchema(site, schemaId, { schemaName: false });

test(
  `a service killed at ${KILLS} random moments of restores to a Data Center completes them, each object once (seed ${seed})`,
  { timeout: 3_000_000 },
  async (context) => {
    const admin = new AdminSession(cloud.url, service.url);
    await install(cloud.url, service.url);
    await setUp(admin);
    const targetId = await addDataCenter(admin, { name: 'Jira Berlin', siteUrl: server.url });
    const schema = (await sync(admin)).find(({ name }) => name === original!.name)!;
    const { backupId } = await backUp(admin, schema);
    const before = content(original!.id);
    for (let kills = 0; kills < KILLS;) {
      server.settings.uniqueCheck = random.pick(['store', 'index']);
      const plan = await planRestore(admin, backupId, { targetId });
      const id = await startRestore(admin, plan.id);
      const wished = FEWEST_KILLS + random.below(MOST_KILLS - FEWEST_KILLS + 1);
      const times = Math.min(wished, KILLS - kills);
      const killing = { admin, service, running, random, times };
      const { moments, html } = await killWhileRestoring(id, killing);
      kills += moments.length;
      const name = `killed after ${moments.join(', ')} ms, uniqueness by the ${server.settings.uniqueCheck}`;
      assert.match(html, /Restore complete/, `${name}: ${plain(html)}`);
      const made = named(plan.schema);
      assert.equal(site.objectCount(made), site.objectCount(original!.id), `${name}: objects`);
      assert.deepEqual(content(made), before, name);
      await checkRestore(admin, id);
      site.deleteSchema(made);
      context.diagnostic(`${name}: complete, ${site.objectCount(original!.id)} objects`);
    }
  },
);

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Random } from '../../../../simulator/kernel/random.ts';
import { startSimulator } from '../../../../simulator/start-simulator.ts';
import { AdminSession } from '../../../../scripts/admin-session.ts';
import { awaitParts } from '../../../../scripts/demo/await-parts.ts';
import { backUpWith, install, setUp, sync } from '../../../../scripts/demo-steps.ts';
import { checkRestore, planRestore, startRestore } from '../../../../scripts/restore-steps.ts';
import { KillableService } from '../../../support/processes/killable-service.ts';
import { NO_LIMITS } from '../../../support/sites/no-limits.ts';
import { killWhileRestoring } from '../../../support/restores/deaths/kill-while-restoring.ts';
import { OWN_ICON, plantEveryPart } from '../../../support/restores/subjects/plant-every-part.ts';
import { inFrame, whatStands } from '../../../support/restores/subjects/what-stands.ts';
import { RunningApp } from '../../../support/running-app.ts';
import { testDatabaseUri } from '../../../support/databases/test-database.ts';
import { randomSeed } from '../../../support/random-runs.ts';

const KILLS = process.env['TEST_LONG'] ? 15 : 1;
const seed = randomSeed();
const random = new Random(seed);
const simulator = await startSimulator({
  seed: 'tiny',
  settings: { ...NO_LIMITS, latencyMs: 15, indexDelayMs: 300 },
});
const { site, accounts } = simulator.world;
plantEveryPart(site);
const named = (name: string): number =>
  [...site.schemas.values()].find((each) => each.name === name)!.id;
const creator = accounts[0]!.accountId;
site.roles.grant(site.roles.ofSchema(named('Tiny')), 'Managers', { users: [creator] });
const asBackedUp = whatStands(site, named('Tiny'), inFrame);
const inIssues = site.issues.map(({ fields }) => structuredClone(fields));
const running = new RunningApp(simulator, await testDatabaseUri(), { RESTORE_SETTLE_SECONDS: '1' });
const service = await KillableService.start(running);
after(async () => {
  await service.kill();
  await running.close();
});

function asBefore(schemaId: number): void {
  site.deleteSchema(schemaId);
  for (const { id, name } of site.icons.values()) if (name === OWN_ICON) site.icons.delete(id);
  for (const [at, issue] of site.issues.entries()) issue.fields = structuredClone(inIssues[at]!);
}

test(
  `a service killed at ${KILLS} random moments of restores brings every part back once (seed ${seed})`,
  { timeout: 1_500_000 },
  async (context) => {
    const admin = new AdminSession(simulator.url, service.url);
    await install(simulator.url, service.url);
    await setUp(admin);
    const tiny = (await sync(admin)).find(({ name }) => name === 'Tiny')!;
    const parts = ['comments', 'attachments', 'issues'];
    const backup = await backUpWith(admin, tiny, { parts });
    const read = await awaitParts(admin, backup, () => undefined);
    const complete = read.filter(({ state }) => state.startsWith('Completed'));
    assert.equal(complete.length, parts.length + 1, 'the icons as well');
    const { backupId } = backup;
    asBefore(named('Tiny'));
    for (let kills = 0; kills < KILLS;) {
      const chosen = ['roles', 'comments', 'attachments', 'setIssues'];
      const plan = await planRestore(admin, backupId, { parts: chosen });
      const id = await startRestore(admin, plan.id);
      const times = Math.min(1 + random.below(2), KILLS - kills);
      const killing = { admin, service, running, random, times };
      const { moments, html } = await killWhileRestoring(id, killing);
      kills += moments.length;
      const name = `killed after ${moments.join(', ')} ms`;
      assert.match(html, /Restore complete/, name);
      const made = named(plan.schema);
      assert.deepEqual(whatStands(site, made), asBackedUp, name);
      const icons = [...site.icons.values()].filter((icon) => icon.name === OWN_ICON);
      assert.equal(icons.length, 1, `${name}: icons`);
      await checkRestore(admin, id);
      asBefore(made);
      context.diagnostic(`${name}: complete`);
    }
  },
);

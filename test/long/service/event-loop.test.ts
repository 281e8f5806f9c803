import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { AdminSession } from '../../../scripts/admin-session.ts';
import { backUp, install, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import { checkRestore, planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import { KillableService } from '../../support/processes/killable-service.ts';
import { RunningApp } from '../../support/running-app.ts';
import { loopHolds } from '../../support/processes/spawn-service.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

const OBJECTS = process.env['TEST_LONG'] ? 100_000 : 2_000;
const TYPES = process.env['TEST_LONG'] ? 1_203 : 150;

const simulator = await startSimulator({
  seed: 'large',
  objects: OBJECTS,
  settings: { endpointLimits: {} },
});
const { site } = simulator.world;
const many = site.addSchema('Many types', 'MANY');
for (let at = 0; at < TYPES; at += 1) {
  const type = site.addType(many.id, `Type ${at}`);
  for (const name of ['Serial', 'Owner', 'Notes']) site.addAttribute(type.id, name);
  site.addObject(type.id, { [site.labelAttributeOf(type.id).id]: [`Object ${at}`] });
}
const running = new RunningApp(simulator, await testDatabaseUri(), {});
const service = await KillableService.start(running);
after(async () => {
  await service.kill();
  await running.close();
});

test(`nothing holds the loop while ${OBJECTS} objects and ${TYPES} types are synced, backed up, verified, planned, looked into, restored and checked`, async () => {
  const admin = new AdminSession(simulator.url, service.url);
  await install(simulator.url, service.url);
  await setUp(admin);
  const schemas = await sync(admin);
  for (const name of ['Large', 'Many types']) {
    const { backupId } = await backUp(
      admin,
      schemas.find((each) => each.name === name)!,
    );
    await verify(admin, backupId);
    for (const page of ['', '/contents', '/contents?part=types'])
      await admin.get(`/app/backups/${backupId}${page}`);
    const plan = await planRestore(admin, backupId);
    if (name === 'Large') continue;
    const { id, sums } = await runRestore(admin, plan.id);
    assert.equal(Number(sums['Created']?.replaceAll(',', '')), TYPES);
    await checkRestore(admin, id);
  }
  assert.equal(loopHolds(), '');
});

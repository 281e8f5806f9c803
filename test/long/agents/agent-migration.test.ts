/** Migrations in both directions, where only an agent reaches the Data Center. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp } from '../../../scripts/demo-steps.ts';
import { checkRestore, planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import { agentStory, schemaOn } from '../../support/agents/agent-story.ts';
import { schemaIdOf } from '../../support/backups/read-backup.ts';
import { removeObjects } from '../../support/restores/remove-objects.ts';
import { acquaint, migratedContent } from '../../support/restores/migrated-content.ts';

/** Of each type: a few tell as much as all. */
const FEW = 4;
const told = await agentStory('tiny');
const { running, server, instanceId, schema } = told;
const { admin } = running;
const cloud = running.simulator.world.site;
const behind = server.world.site;
acquaint(behind, cloud);
acquaint(cloud, behind);
for (const site of [behind, cloud]) {
  const ids = [...site.types.keys()].flatMap((type) => site.objects.idsOfType(type).slice(FEW));
  removeObjects(site, new Set(ids));
}
const { backupId } = await backUp(admin, schema);

test('a schema behind an agent is migrated to Cloud', async () => {
  const plan = await planRestore(admin, backupId);
  const { id, sums } = await runRestore(admin, plan.id);
  const made = schemaIdOf(running.simulator, plan.schema);
  const original = schemaIdOf(server, schema.name);
  assert.equal(sums['Created'], String(behind.objectCount(original)));
  assert.deepEqual(migratedContent(cloud, made), migratedContent(behind, original));
  await checkRestore(admin, id);
});

test('a schema of the Cloud site is migrated to the site behind the agent', async () => {
  const taken = await backUp(admin, await schemaOn(admin, running.simulator.url));
  const plan = await planRestore(admin, taken.backupId, { targetId: instanceId });
  const { id } = await runRestore(admin, plan.id);
  const made = schemaIdOf(server, plan.schema);
  const original = schemaIdOf(running.simulator, taken.schema);
  assert.deepEqual(migratedContent(behind, made), migratedContent(cloud, original));
  await checkRestore(admin, id);
});

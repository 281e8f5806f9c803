import assert from 'node:assert/strict';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { plain } from '../../../scripts/demo-steps.ts';
import { checkRestore, planRestore, startRestore } from '../../../scripts/restore-steps.ts';
import { schemaIdOf } from '../backups/read-backup.ts';
import { restoreEnded } from '../restores/deaths/restore-ended.ts';
import type { agentStory } from './agent-story.ts';

type Story = Awaited<ReturnType<typeof agentStory>>;
const WITHIN_MS = 120_000;

/** A restore through agents in trouble is complete, and each object there once. */
export async function surviveRestore(
  { running, server, instanceId, schema }: Story,
  { backupId, trouble, name }: { backupId: string; trouble: () => Promise<void>; name: string },
): Promise<void> {
  const { admin } = running;
  const { site } = server.world;
  const original = schemaIdOf(server, schema.name);
  const plan = await planRestore(admin, backupId, { targetId: instanceId });
  const id = await startRestore(admin, plan.id);
  await trouble();
  const what = `${name}: the restore`;
  const html = await restoreEnded(admin, id, { what, withinMs: WITHIN_MS });
  assert.match(html, /Restore complete/, `${name}: ${plain(html)}`);
  const made = schemaIdOf(server, plan.schema);
  assert.equal(site.objectCount(made), site.objectCount(original), `${name}: objects`);
  const content = (schemaId: number) => canonicalSchema(site, schemaId, { schemaName: false });
  assert.deepEqual(content(made), content(original), name);
  await checkRestore(admin, id);
  site.deleteSchema(made);
}

import assert from 'node:assert/strict';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { until } from '../../../scripts/admin-session.ts';
import { plain } from '../../../scripts/demo-steps.ts';
import { checkRestore, planRestore, startRestore } from '../../../scripts/restore-steps.ts';
import { schemaIdOf } from '../read-backup.ts';
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
  const html = await until(
    `${name}: the restore`,
    async () => {
      const { html: body } = await admin.get(`/app/restores/${id}?part=body`);
      return /every 1s/.test(body) ? undefined : body;
    },
    WITHIN_MS,
  );
  assert.match(html, /Restore complete/, `${name}: ${plain(html)}`);
  const made = schemaIdOf(server, plan.schema);
  assert.equal(site.objectCount(made), site.objectCount(original), `${name}: objects`);
  const content = (schemaId: number) => canonicalSchema(site, schemaId, { schemaName: false });
  assert.deepEqual(content(made), content(original), name);
  await checkRestore(admin, id);
  site.deleteSchema(made);
}

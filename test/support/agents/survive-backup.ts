import assert from 'node:assert/strict';
import { until } from '../../../scripts/admin-session.ts';
import { plain } from '../../../scripts/demo-steps.ts';
import { objectsOf, objectsOfSite, readBackup, schemaIdOf } from '../backups/read-backup.ts';
import type { agentStory } from './agent-story.ts';

type Story = Awaited<ReturnType<typeof agentStory>>;
/** Does something to the agents, while a run is on its way. */
type Trouble = () => Promise<void>;

const WITHIN_MS = 120_000;

/** A backup through agents in trouble is complete and holds what the site has. */
export async function surviveBackup(story: Story, trouble: Trouble, name: string): Promise<string> {
  const { running, server, schema } = story;
  const { admin } = running;
  const path = `/app/schemas/${schema.id}`;
  const before = await newestBackup(story);
  await admin.post(`${path}/backup`);
  await trouble();
  const ended = async (): Promise<true | undefined> => {
    const { html } = await admin.get(`${path}/row`);
    assert.doesNotMatch(html, /class="error"/, `${name}: ${plain(html)}`);
    return /every 2s/.test(html) ? undefined : true;
  };
  await until(`${name}: the backup`, ended, WITHIN_MS);
  const backupId = await newestBackup(story);
  assert.ok(backupId !== undefined && backupId !== before, `${name}: a backup came of it`);
  const site = objectsOfSite(server, schemaIdOf(server, schema.name));
  assert.deepEqual(objectsOf(await readBackup(running, backupId)), site, name);
  return backupId;
}

async function newestBackup({ running, schema }: Story): Promise<string | undefined> {
  const { html } = await running.admin.get(`/app/schemas/${schema.id}/backups?part=table`);
  return /<tr id="backup-(\w+)"/.exec(html)?.[1];
}

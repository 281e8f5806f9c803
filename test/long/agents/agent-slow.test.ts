import { test } from 'node:test';
import { agentStory } from '../../support/agents/agent-story.ts';
import { surviveBackup } from '../../support/agents/survive-backup.ts';
import { surviveRestore } from '../../support/agents/survive-restore.ts';

const told = await agentStory('tiny');
const { server, story } = told;
const noMore = async (): Promise<void> => undefined;

test('through an agent that makes one slow call at a time a backup is whole, and a restore makes each object once', async () => {
  await story.killOldest();
  await story.addAgent(1);
  server.settings.latencyMs = 150;
  const backupId = await surviveBackup(told, noMore, 'slow');
  await surviveRestore(told, { backupId, trouble: noMore, name: 'slow' });
});

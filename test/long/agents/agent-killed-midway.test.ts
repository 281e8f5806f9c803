import { test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { agentStory } from '../../support/agents/agent-story.ts';
import { surviveBackup } from '../../support/agents/survive-backup.ts';
import { surviveRestore } from '../../support/agents/survive-restore.ts';

const told = await agentStory('tiny');
const { story } = told;
/** A moment in the middle, and no wait for anything. */
const meanwhile = (ms: number) => systemClock.sleep(ms);
let backupId = '';

test('an agent that is killed in the middle of a backup loses nothing of it', async () => {
  const trouble = async (): Promise<void> => {
    await meanwhile(300);
    await story.killAndStart();
  };
  backupId = await surviveBackup(told, trouble, 'killed');
});

test('an agent that is killed in the middle of a restore leaves each object once', async () => {
  const trouble = async (): Promise<void> => {
    await meanwhile(600);
    await story.killAndStart();
  };
  await surviveRestore(told, { backupId, trouble, name: 'killed' });
});

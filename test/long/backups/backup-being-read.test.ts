import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp } from '../../../scripts/demo-steps.ts';
import { planRestore, restoreEnded, startRestore } from '../../../scripts/restore-steps.ts';
import { holdAssets } from '../../support/sites/hold-assets.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import { runningApp } from '../../support/running-app.ts';

test('who deletes a backup that is being restored is told so, and so is who stops that restore; let alone, it completes', async () => {
  const running = await runningApp({ site: { seed: 'tiny' } });
  const { admin, simulator } = running;
  const { backupId } = await backUp(
    admin,
    running.schemas.find(({ name }) => name === 'Tiny')!,
  );
  await partsAreRead(admin);
  const told = async (path: string): Promise<string> => (await admin.get(path)).html;
  assert.doesNotMatch(await told(`/app/backups/${backupId}/delete`), /This backup is in use/);
  const plan = await planRestore(admin, backupId);
  holdAssets(simulator.settings);
  const id = await startRestore(admin, plan.id);
  assert.match(await told(`/app/backups/${backupId}/delete`), /This backup is in use/);
  assert.match(await told(`/app/restores/${id}/stop`), /Resume<\/i> continues the restore/);
  await admin.post(`/app/backups/${backupId}/delete`, { name: 'Tiny' });
  assert.match(
    await told(`/app/restores/${id}/stop`),
    /once stopped, this restore can't be resumed/,
  );
  simulator.settings.faults = [];
  assert.match(await restoreEnded(admin, id), /Restore complete/);
});

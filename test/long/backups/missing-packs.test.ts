/** What is gone from the storage is met by no reading: it is looked for, backup by backup. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { backUp, plain, verify } from '../../../scripts/demo-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { untilPassed } from '../../support/clocks/until-passed.ts';
import { runningApp } from '../../support/running-app.ts';

const clock = new AdjustableClock();
const running = await runningApp({ clock });
const { admin } = running;
const schema = running.schemas[0]!;
const storage = await connectDatabase(running.uri, running.databases.storage);
after(() => storage.close());

const ofRun = (runId: string) => ({ runId }) as never;

/** What its page says of its damage, once it does. */
const damageOf = (backupId: string): Promise<string> =>
  untilPassed(clock, `the damage of backup ${backupId}`, async () => {
    const { html } = await admin.get(`/app/backups/${backupId}`);
    return /This backup was found damaged[^.]*\./.exec(plain(html))?.[0];
  });

test('a backup whose packs or whose header are gone says so, and a sound one does not', async () => {
  const sound = await backUp(admin, schema);
  running.simulator.world.site.addObject([...running.simulator.world.site.types.keys()][0]!, {});
  const withoutPack = await backUp(admin, schema);
  const withoutHeader = await backUp(admin, schema);
  const packs = await storage.collection('packs').deleteMany(ofRun(withoutPack.backupId));
  const headers = await storage
    .collection('backup_headers')
    .deleteMany(ofRun(withoutHeader.backupId));
  assert.ok(packs.deletedCount > 0 && headers.deletedCount > 0);
  await damageOf(withoutPack.backupId);
  await damageOf(withoutHeader.backupId);
  await verify(admin, sound.backupId);
  assert.doesNotMatch((await admin.get(`/app/backups/${sound.backupId}`)).html, /found damaged/);
});

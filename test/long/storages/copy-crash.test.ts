import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CopyLease } from '../../../src/core/backups/copy/copy-kind.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { HealRuns } from '../../../src/core/use-cases/upkeep/heal-runs.ts';
import { copyDying } from '../../support/copies/copy-dying.ts';
import { copyRig } from '../../support/copies/copy-rig.ts';
import { objects, STRUCTURE } from '../../support/backups/vault-user.ts';

const rig = await copyRig();
const { alice, things, backups, runs, catalog, documents } = rig;
const COLLECTIONS = ['packs', 'backup_headers', 'backup_parts'];
const first = await rig.backUp([...STRUCTURE, ...objects(60)]);
const changed = (id: number): string => (id === 7 ? 'another value' : `value of ${id}`);
const second = await rig.backUp([...STRUCTURE, ...objects(60, changed)], first);
const sources = [first, second];

/** A successor works the run to its end, then housekeeping does what is left. */
async function succeed(): Promise<void> {
  const lease = (await rig.claim()) as unknown as CopyLease;
  const handler = rig.handler();
  await lease.finish({ state: 'complete', ...(await handler.work(lease)) });
  await handler.settle(lease.run);
  await heal();
}

async function heal(): Promise<void> {
  await new HealRuns({ backups, catalog, runs, handlers: [rig.handler()] }).round();
}

/** Each backup has one copy, which is sound; nothing else is in the other storage. */
async function assertCopied(what: string, ids: RunId[]): Promise<void> {
  const copies = await rig.copies();
  assert.deepEqual(copies.map(({ copied }) => copied?.of ?? '').toSorted(), ids.toSorted(), what);
  assert.deepEqual(await backups.pending(), [], what);
  const { backups: all } = await backups.all(alice, things.id);
  assert.deepEqual(
    all.flatMap(({ pins }) => pins),
    [],
    what,
  );
  for (const copy of copies) {
    assert.deepEqual((await rig.there.vault.verify(copy, {})).damage, [], what);
    assert.deepEqual(await rig.there.vault.missing(copy), [], what);
  }
  await rig.there.vault.deleteBackups(copies.map(({ id }) => id));
  await backups.remove(
    alice,
    copies.map(({ id }) => id),
  );
  for (const name of COLLECTIONS)
    assert.equal(await documents(name).countDocuments({}), 0, `${what}: ${name} are left`);
}

for (const call of ['openCopyWriter', 'copy', 'finish', 'verify', 'prepare', 'checkpoint'])
  for (const isBefore of [true, false])
    test(`a copy whose worker dies ${isBefore ? 'before' : 'after'} ${call} is made once, whether or not it wakes`, async () => {
      await rig.ask(sources);
      const { died, wake } = await copyDying(rig, call, isBefore);
      assert.ok(died, 'it did not come that far');
      await succeed();
      await wake();
      await heal();
      await assertCopied(call, sources);
    });

for (const call of ['complete', 'tidyRun', 'unpin'])
  test(`a copy that counts is listed though its worker died before ${call}`, async () => {
    await rig.ask(sources);
    const { died } = await copyDying(rig, call, true);
    assert.ok(died, 'it did not come that far');
    await succeed();
    await assertCopied(call, sources);
  });

for (const [call, made] of [
  ['copy', []],
  ['prepare', []],
  ['complete', [first]],
] as [string, RunId[]][])
  test(`a copy that is stopped while its worker is dead before ${call} leaves what counts, and nothing else`, async () => {
    const run = await rig.ask(sources);
    const { wake } = await copyDying(rig, call, true);
    await runs.requestCancel(alice, run.id, { accountId: '1', name: 'Alice' });
    const lease = (await rig.claim()) as unknown as CopyLease;
    const handler = rig.handler();
    await handler.cleanUp(lease);
    await lease.finish({ state: 'stopped', message: 'Stopped.' });
    await handler.settle(lease.run);
    await wake();
    await heal();
    await assertCopied(call, made);
  });

for (const call of ['finish', 'prepare'])
  test(`a backup that is removed after its worker died after ${call} leaves nothing of its copy`, async () => {
    const removed = await rig.backUp([...STRUCTURE, ...objects(60)]);
    await rig.ask([removed, first]);
    const { died, wake } = await copyDying(rig, call, false);
    assert.ok(died, 'it did not come that far');
    await backups.requestDelete(alice, removed);
    await succeed();
    await wake();
    await heal();
    await assertCopied(call, [first]);
  });

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alice, bob, restoreStoreRig, run } from './restore-store-rig.ts';

const { connection, store } = await restoreStoreRig();

test('a place belongs to one run: it may claim it again, others learn who has it, and only it gives it back', async () => {
  assert.deepEqual(await store.claim('w:7', alice, run('r1')), {
    taken: true,
    holder: { tenantId: alice, runId: run('r1') },
  });
  assert.equal((await store.claim('w:7', alice, run('r1'))).taken, true);
  assert.deepEqual(await store.claim('w:7', bob, run('r2')), {
    taken: false,
    holder: { tenantId: alice, runId: run('r1') },
  });
  assert.equal((await store.claim('w:8', bob, run('r2'))).taken, true);
  await store.releaseAll(bob, run('r2'));
  assert.equal((await store.claim('w:7', bob, run('r3'))).taken, false);
  await store.releaseAll(alice, run('r1'));
  assert.equal((await store.claim('w:7', bob, run('r3'))).taken, true);
});

test('of many that claim a place, or take it over, at once one has it', async () => {
  const claims = await Promise.all(
    Array.from({ length: 12 }, (_none, at) => store.claim('w:7', alice, run(`c${at}`))),
  );
  const winner = claims.findIndex(({ taken }) => taken);
  assert.equal(claims.filter(({ taken }) => taken).length, 1);
  assert.ok(claims.every(({ holder }) => holder.runId === run(`c${winner}`)));
  const taken = await Promise.all(
    Array.from({ length: 12 }, (_none, at) =>
      store.takeOver('w:7', run(`c${winner}`), bob, run(`t${at}`)),
    ),
  );
  assert.equal(taken.filter(Boolean).length, 1);
  const { holder } = await store.claim('w:7', alice, run('last'));
  assert.deepEqual(holder, { tenantId: bob, runId: run(`t${taken.indexOf(true)}`) });
  assert.equal(await store.takeOver('w:7', run('nobody'), alice, run('last')), false);
  await Promise.all([store.releaseAll(bob, holder.runId), store.claim('w:7', alice, run('next'))]);
  assert.equal((await store.claim('w:7', alice, run('next'))).taken, true);
});

test('a place whose holder was changed into what is no run can be claimed', async () => {
  const documents = connection.collection<{ _id: string }>('restore_places');
  for (const runId of [{ odd: 1 }, 7, null]) {
    await store.claim('w:7', alice, run('r1'));
    await documents.updateOne({ _id: 'w:7' }, { $set: { runId } });
    assert.equal((await store.claim('w:7', bob, run('r2'))).taken, true, JSON.stringify(runId));
    assert.equal((await store.claim('w:7', alice, run('r3'))).taken, false);
    await store.releaseAll(bob, run('r2'));
  }
});

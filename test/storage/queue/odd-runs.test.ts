import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { askForRun } from '../../../src/core/runs/ask-for-run.ts';
import { job, LEASE_MS, runDesk } from '../../support/run-desk.ts';

const desk = await runDesk();
const change = (id: string, fields: Record<string, unknown>) =>
  desk.documents.updateOne({ _id: id }, { $set: fields });
const FAR = new Date('2345-06-07T08:09:10Z');
beforeEach(() => desk.clear());

test('what a run is said to have waited for counts only in a form that can be read', async () => {
  const since = new Date(5);
  const good = { code: 'x', why: 'Waiting.', since, times: 3, until: since };
  const odd: unknown[] = [
    'text',
    null,
    7,
    {},
    { ...good, since: 'yesterday' },
    { ...good, times: 'often' },
    { ...good, times: -1 },
    { ...good, until: null },
  ];
  for (const waiting of [...odd, good]) {
    const { id } = await desk.enqueue('alice');
    await change(id, { waiting });
    const lease = (await (await desk.replica()).claim())!;
    assert.deepEqual(lease.waiting, waiting === good ? good : undefined);
    await lease.giveBack({ code: 'x', why: 'Waiting.', ms: 60_000 });
    const asleep = await desk.store.get(tenantId('alice'), lease.run.id);
    assert.equal(asleep.waiting?.times, waiting === good ? 4 : 1);
    await desk.clear();
  }
});

test('a run sleeps until no date, or for no longer than any run does, whatever it says', async () => {
  for (const notBefore of [FAR, null, 'tomorrow', 7, { odd: 1 }]) {
    const { id } = await desk.enqueue('alice');
    await change(id, { notBefore });
    const { claim } = await desk.replica();
    assert.equal((await claim())?.run.id, id, JSON.stringify(notBefore));
    await desk.clear();
  }
});

test('a mark that nobody set stops no run', async () => {
  for (const cancelRequested of ['text', null, 7, { odd: 1 }]) {
    const { id } = await desk.enqueue('alice');
    await change(id, { cancelRequested });
    const lease = await (await desk.replica()).claim();
    assert.equal(lease?.run.id, id);
    assert.equal(lease.signal.aborted, false);
    await lease.finish({ state: 'complete' });
  }
});

test('a run that its holder lets go of is taken over by another one', async () => {
  const { id } = await desk.enqueue('alice');
  const [first, second] = [await desk.replica(), await desk.replica()];
  const lease = (await first.claim())!;
  lease.letGo();
  lease.letGo();
  assert.equal(lease.signal.aborted, true);
  assert.equal(await second.claim(), null, 'not before a lease is over');
  await second.clock.step(LEASE_MS);
  assert.equal((await second.claim())?.run.id, id);
});

test('an open run of no kind is ended, one of a kind is not', async () => {
  const { id } = await desk.enqueue('alice');
  for (const kind of [null, 7, { odd: 1 }]) {
    const { id: odd } = await desk.enqueue('alice');
    await change(odd, { kind });
  }
  const ended = await desk.store.endOdd();
  assert.equal(ended.length, 3);
  assert.deepEqual(await desk.store.endOdd(), []);
  assert.equal(await desk.store.countOpen(tenantId('alice')), 1);
  assert.equal((await (await desk.replica()).claim())?.run.id, id);
});

test('what was asked for before, and was changed in the database, keeps nothing from being asked for again', async () => {
  const wish = {
    tenantId: tenantId('alice'),
    kind: job,
    input: undefined,
    requestedBy: { accountId: '1', name: 'Alice' },
  };
  const odd: Record<string, unknown>[] = [
    { askNumber: null },
    { askNumber: 'text' },
    { askNumber: { odd: 1 } },
    { askNumber: 2 ** 60 },
    { endedAt: 'yesterday' },
  ];
  for (const fields of odd) {
    const before = [];
    for (let round = 0; round < 3; round += 1) {
      const { id } = await askForRun(desk.store, wish);
      before.push(id);
      await (await (await desk.replica()).claim())!.finish({ state: 'failed' });
    }
    await change(before[1]!, fields);
    await change(before[2]!, fields);
    const next = await askForRun(desk.store, wish);
    assert.equal(next.state, 'queued', JSON.stringify(fields));
    assert.ok(!before.includes(next.id));
    assert.equal((await askForRun(desk.store, wish)).id, next.id, 'it is open');
    await desk.clear();
  }
});

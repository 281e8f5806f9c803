import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { runId, tenantId } from '../../../src/core/kernel/ids.ts';
import { askForRun, queueOnce } from '../../../src/core/runs/ask-for-run.ts';
import type { RunKind } from '../../../src/core/runs/run-kind.ts';
import { job, runDesk } from '../../support/run-desk.ts';

const Input = z.object({ name: z.string(), size: z.number() });
const sized: RunKind<z.infer<typeof Input>, unknown, unknown> = {
  name: 'sized',
  input: { schema: Input, sealed: true },
  checkpoint: job.checkpoint,
  result: job.result,
  shown: { title: 'sized job' },
};
const desk = await runDesk([job, sized]);
const alice = tenantId('alice');
const requestedBy = { accountId: '1', name: 'Alice' };
const wish = { tenantId: alice, kind: job, input: undefined, requestedBy };
const idsOf = async (runs: Promise<{ id: string }>[]) =>
  new Set((await Promise.all(runs)).map(({ id }) => id));

test('twenty who ask for the same at once have one run, also each time after it has ended', async () => {
  const before = new Set<string>();
  for (let round = 0; round < 3; round += 1) {
    const ids = await idsOf(Array.from({ length: 20 }, () => askForRun(desk.store, wish)));
    assert.equal(ids.size, 1);
    const [id = ''] = ids;
    assert.equal(before.has(id), false, 'a new one');
    before.add(id);
    const { claim } = await desk.replica();
    await (await claim())!.finish({ state: 'failed' });
  }
});

test('another backup, another input or another tenant is another run; the order of fields is not', async () => {
  const of = (name: string, size: number) => ({ ...wish, kind: sized, input: { name, size } });
  const ids = await idsOf([
    askForRun(desk.store, of('a', 1)),
    askForRun(desk.store, of('a', 2)),
    askForRun(desk.store, { ...of('a', 1), backupId: runId('b1') }),
    askForRun(desk.store, { ...of('a', 1), tenantId: tenantId('bob') }),
  ]);
  assert.equal(ids.size, 4);
  const again = await askForRun(desk.store, {
    ...wish,
    kind: sized,
    input: { size: 1, name: 'a' },
  });
  assert.equal(ids.has(again.id), true);
  assert.deepEqual(again.input, { name: 'a', size: 1 });
});

test('people of one tenant have two hundred open runs at most; what the service does itself is never too many', async () => {
  await desk.clear();
  const nth = (number: number) => ({ ...wish, backupId: runId(`b${number}`) });
  const asked = Array.from({ length: 200 }, (_none, number) => askForRun(desk.store, nth(number)));
  const [first] = await Promise.all(asked);
  await assert.rejects(askForRun(desk.store, nth(200)), {
    code: 'too-many-runs',
    message:
      /^200 runs are already queued or running on this site\. Wait until some of them finish/,
  });
  assert.equal((await askForRun(desk.store, nth(0))).id, first?.id, 'what is open is answered');
  assert.ok(await queueOnce(desk.store, nth(201)));
  assert.ok(await askForRun(desk.store, { ...nth(200), tenantId: tenantId('bob') }));
});

import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { systemClock } from '../../../../src/clock.ts';
import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type { Run } from '../../../../src/core/runs/run.ts';
import { restoreFacts } from '../../../support/restores/restore-facts.ts';
import type { Worker } from '../../../../src/jobs/worker.ts';
import {
  askForRestore,
  wishNewSchema,
} from '../../../support/restores/subjects/ask-for-restore.ts';
import {
  restoreSubjects,
  type Subject,
} from '../../../support/restores/subjects/restore-subjects.ts';
import {
  dropRestored,
  restoreUndisturbed,
} from '../../../support/restores/subjects/restore-undisturbed.ts';
import { assertRestoredOnce } from '../../../support/restores/subjects/assert-restored-once.ts';

const [subject] = (await restoreSubjects({
  patienceMs: 6_000,
  only: ['cycles without room'],
})) as [Subject];
const { rig } = subject;
const { settings, world } = rig.here;
const [group] = subject.groups as [string[]];
let worker: Worker | undefined;
after(() => worker?.stop());
afterEach(() => {
  Object.assign(settings, { latencyMs: 0 });
  for (const { id, name } of world.site.schemas.values())
    if (name.startsWith('Copy')) world.site.deleteSchema(id);
});

/** The objects of the schemas that restores have made. */
const objects = (): number =>
  [...world.site.schemas.values()]
    .filter(({ name }) => name.startsWith('Copy'))
    .reduce((sum, { id }) => sum + world.site.objectCount(id), 0);

async function reached(id: RunId, count: number): Promise<void> {
  while (objects() < count) {
    await systemClock.sleep(2);
    const { state, message } = await rig.stores.runs.get(rig.tenant, id);
    if (state !== 'queued' && state !== 'running')
      throw new Error(`The restore has ended before: ${message}`);
  }
}

/**
 * A restore into a new schema, worked by a worker as the service has it, that comes to half of its
 * objects.
 */
async function halfWay(): Promise<RunId> {
  await restoreUndisturbed(subject, group);
  const id = await askForRestore(subject, await wishNewSchema(subject, group));
  Object.assign(settings, { latencyMs: 80 });
  worker ??= await rig.startWorker({
    clock: systemClock,
    handlers: rig.handlers().filter(({ kind }) => kind.name === 'restore'),
  });
  await reached(id, 25);
  return id;
}

/** It continues when the trouble is over, and leaves what an undisturbed one leaves. */
async function goesOn(id: RunId): Promise<Run> {
  const lines = await rig.lines(id);
  for (const { targetId, outcome } of lines)
    if (outcome === 'created')
      assert.ok(world.site.objects.get(Number(targetId)), 'the report tells of what is there');
  assert.ok(
    lines.length > 0 && lines.length < 50,
    `the report tells how far it came: ${lines.length}`,
  );
  await rig.restores.resume(rig.tenant, id, rig.by);
  const run = await rig.complete(id);
  assert.deepEqual(
    await assertRestoredOnce(rig, id, restoreFacts(run), 'after the trouble'),
    (await restoreUndisturbed(subject, group)).restored,
  );
  dropRestored(rig, restoreFacts(run));
  Object.assign(settings, { latencyMs: 0 });
  return run;
}

/** Stops it before it creates another object. */
async function stopHere(id: RunId): Promise<void> {
  settings.faults = [{ kind: 'hold', path: 'object/create', probability: 1 }];
  await rig.stop(id);
  assert.equal((await rig.ended(id)).state, 'stopped');
  settings.faults = [];
}

test('a restore that is stopped in the middle, twice, goes on where it was', async () => {
  const id = await halfWay();
  await stopHere(id);
  const stoppedAt = objects();
  await rig.restores.resume(rig.tenant, id, rig.by);
  await reached(id, stoppedAt + 5);
  await stopHere(id);
  await goesOn(id);
});

const TROUBLE: [string, { begin: () => void; end: () => void }, string, RegExp][] = [
  [
    'the site has no room for more objects',
    {
      begin: () => {
        settings.objectQuota = world.site.objects.size + 1;
      },
      end: () => {
        settings.objectQuota = 0;
      },
    },
    'quota-full',
    /^This site has reached its object limit\. .*resume\.$/,
  ],
  [
    'the token is revoked',
    {
      begin: () => {
        world.accounts[0]!.revoked = true;
      },
      end: () => {
        world.accounts[0]!.revoked = false;
      },
    },
    'token-refused',
    /token/,
  ],
  [
    'the account may not write any more',
    {
      begin: () => {
        world.accounts[0]!.writes = false;
      },
      end: () => {
        world.accounts[0]!.writes = true;
      },
    },
    'no-permission',
    /^This account can't change this schema\. .*resume\.$/,
  ],
  [
    'the site is gone',
    {
      begin: () => {
        settings.faults = [{ path: '.', kind: 'cut', probability: 1 }];
      },
      end: () => {
        settings.faults = [];
      },
    },
    'site-unreachable',
    /didn't answer|was lost/,
  ],
];
for (const [what, { begin, end }, code, sentence] of TROUBLE)
  test(`when ${what} half-way, the restore ends with a sentence, its report tells how far it came, and it can go on`, async () => {
    const id = await halfWay();
    begin();
    const run = await rig.ended(id).finally(end);
    assert.equal(run.state, 'failed');
    assert.equal(run.errorCode, code, run.message);
    assert.match(run.message!, sentence);
    await goesOn(id);
  });

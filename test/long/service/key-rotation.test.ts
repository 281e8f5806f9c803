/** The operator's ring is rotated on three replicas, as docs/operations.md says, under load. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, test } from 'node:test';
import { AdminSession, until } from '../../../scripts/admin-session.ts';
import { backUp, install, ok, plain, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import type { App } from '../../../src/app.ts';
import { RunningApp } from '../../support/running-app.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const [OLD, NEW] = [newKey('old'), newKey('new')];
const simulator = await startSimulator({ seed: 'tiny', settings: NO_LIMITS });
const running = new RunningApp(simulator, await testDatabaseUri(), {});
let replicas: App[] = [];
after(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await running.close();
});
const sessionOn = ({ url }: App): AdminSession => new AdminSession(simulator.url, url);
const made: string[] = [];
let schema = { id: '', name: '' };

/** Replaces the replicas one by one by others with this ring, each while a backup is taken. */
async function rollOut(ring: string): Promise<void> {
  const before = [...replicas];
  for (const replica of before) {
    const next = await running.replica({ KEY_RING: ring });
    replicas.push(next);
    const taken = backUp(sessionOn(next), schema);
    await replica.stop();
    replicas = replicas.filter((each) => each !== replica);
    made.push((await taken).backupId);
  }
}

async function keysOn(replica: App): Promise<string> {
  return plain(ok('Settings', await sessionOn(replica).get('/app/settings?section=keys')));
}

test('three replicas take backups under one key', async () => {
  replicas = await Promise.all([0, 1, 2].map(() => running.replica({ KEY_RING: OLD })));
  const [first] = replicas;
  assert.ok(first);
  await install(simulator.url, first.url);
  await setUp(sessionOn(first));
  schema = (await sync(sessionOn(first)))[0] ?? assert.fail('nothing was synced');
  made.push((await backUp(sessionOn(first), schema)).backupId);
});

test('the ring is rotated while they go on: the log and the page say how far it is', async () => {
  await rollOut(`${OLD},${NEW}`);
  for (const replica of replicas)
    assert.match(await keysOn(replica), /Sealed with the current key/);
  await rollOut(`${NEW},${OLD}`);
  for (const replica of replicas)
    await until('the page says so', async () =>
      /Sealed with the current key/.test(await keysOn(replica)) ? true : undefined,
    );
  await until('the log says that the old key may go', async () =>
    running.lines.some(({ message }) =>
      message.startsWith('All data keys are sealed with the active key'),
    )
      ? true
      : undefined,
  );
});

test('without the old key every backup is still read back', async () => {
  await rollOut(NEW);
  for (const replica of replicas) assert.equal((await fetch(`${replica.url}/readyz`)).status, 200);
  const [replica] = replicas;
  assert.ok(replica);
  assert.equal(new Set(made).size, 1 + 3 * 3);
  for (const backupId of made) await verify(sessionOn(replica), backupId);
});

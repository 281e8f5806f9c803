/**
 * The service database is restored from an older copy, beside a storage that went on: a run that
 * had ended already is worked once more, and its backup holds what the site has then.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Connection } from 'mongoose';
import { AdminSession, until } from '../../../scripts/admin-session.ts';
import { install, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import type { App } from '../../../src/app.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';
import { RunningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

const SCHEMA = 'Computers';
type Copy = Map<string, object[]>;

const simulator = await startSimulator({ seed: 'demo' });
const running = new RunningApp(simulator, await testDatabaseUri(), {});
const service = await connectDatabase(running.uri, running.databases.service);
let app: App | undefined;
after(async () => {
  await app?.stop();
  await service.close();
  await running.close();
});

/** One replica at a time. */
async function start(settings: Record<string, string> = {}): Promise<AdminSession> {
  await app?.stop();
  app = await running.replica(settings);
  return new AdminSession(simulator.url, app.url);
}

async function copyOf(database: Connection): Promise<Copy> {
  const copy: Copy = new Map();
  for (const { name } of await database.listCollections())
    copy.set(name, await database.collection(name).find({}).toArray());
  return copy;
}

async function restore(database: Connection, copy: Copy): Promise<void> {
  for (const { name } of await database.listCollections()) {
    await database.collection(name).deleteMany({});
    const documents = copy.get(name) ?? [];
    if (documents.length > 0) await database.collection(name).insertMany(documents);
  }
}

interface StoredRun {
  _id: string;
  kind: string;
  state: string;
  message?: string;
  progress: { step: string };
}
const runs = service.collection<StoredRun>('runs');
const newestBackup = async () => {
  const [run] = await runs.find({ kind: 'backup' }).sort({ queuedAt: -1 }).limit(1).toArray();
  assert.ok(run);
  return run;
};
const ended = (id: string): Promise<string> =>
  until('the end of the backup', async () => {
    const run = await runs.findOne({ _id: id });
    return run && ['complete', 'failed'].includes(run.state)
      ? `${run.state} ${run.message ?? ''}`.trim()
      : undefined;
  });

/** Some objects are named again, some vanish. */
function changeSite(): void {
  const { site } = simulator.world;
  const types = site.typesOf(schemaIdOf(simulator, SCHEMA));
  const ids = types.flatMap((type) => site.objects.idsOfType(type.id));
  ids.slice(30, 40).forEach((id) => site.objects.remove(id, site.now()));
  for (const id of ids.slice(0, 30)) {
    const object = site.objects.get(id);
    assert.ok(object);
    const label = [...site.attributes.values()].find(
      ({ typeId, name }) => typeId === object.typeId && name === 'Name',
    );
    if (label) site.updateObject(object, { [label.id]: [`named anew ${Math.random()}`] });
  }
}

const first = await start();
await install(simulator.url, app?.url ?? '');
await setUp(first);
const computers = (await sync(first)).find(({ name }) => name === SCHEMA);
assert.ok(computers);

/** The run goes on as the copy has it, on a site that has changed; its backup is of now. */
async function assertHoldsWhatIsThere(copy: Copy): Promise<void> {
  const { _id: id } = await newestBackup();
  assert.equal(await ended(id), 'complete');
  await app?.stop();
  app = undefined;
  await restore(service, copy);
  changeSite();
  const admin = await start();
  assert.equal(await ended(id), 'complete');
  await verify(admin, id);
  assert.deepEqual(
    objectsOf(await readBackup(running, id)),
    objectsOfSite(simulator, schemaIdOf(simulator, SCHEMA)),
  );
}

test('a copy of before the run began: what it holds is what is there when it runs again', async () => {
  const idle = await start({ WORKERS: '0' });
  await idle.post(`/app/schemas/${computers.id}/backup`);
  const copy = await copyOf(service);
  await start();
  await assertHoldsWhatIsThere(copy);
});

test('a copy of while it ran, in the middle of reading, is gone on from', async () => {
  const admin = await start();
  simulator.settings.faults = [
    { kind: 'hold', path: 'object/aql', query: 'includeAttributes=true', probability: 1 },
  ];
  await admin.post(`/app/schemas/${computers.id}/backup`);
  const { _id: id } = await newestBackup();
  await until('objects are read', async () => {
    const run = await runs.findOne({ _id: id });
    return run?.progress.step === 'Reading objects' || undefined;
  });
  const copy = await copyOf(service);
  simulator.settings.faults = [];
  await assertHoldsWhatIsThere(copy);
});

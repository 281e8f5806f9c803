/**
 * What hosted databases ask of whoever uses them, held against all that a storage does: Azure
 * Cosmos DB (RU) sorts by whole indexes only and makes unique ones in empty collections only, Azure
 * DocumentDB takes no writes while it builds those, Amazon DocumentDB repeats no writes.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import mongoose from 'mongoose';
import { DAY_MS } from '../../../src/core/kernel/time/durations.ts';
import { Unavailable } from '../../../src/core/kernel/errors.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { ownDatabaseRig } from '../../support/databases/own-database-rig.ts';
import {
  claimedBy,
  objects,
  STRUCTURE,
  storedRun,
  VaultUser,
} from '../../support/backups/vault-user.ts';

interface Index {
  key: Record<string, number>;
  unique?: boolean;
}
interface Sent {
  name: string;
  collection: string;
  command: Record<string, unknown>;
}
/** What all databases were asked, in order. */
const asked: Sent[] = [];
const createConnection = mongoose.createConnection.bind(mongoose);
mongoose.createConnection = ((uri: string, options: object) => {
  const connection = createConnection(uri, { ...options, monitorCommands: true });
  connection.getClient().on('commandStarted', ({ commandName: name, command }) => {
    asked.push({ name, collection: String(command[name]), command });
  });
  return connection;
}) as typeof mongoose.createConnection;

const { own, clock, opened, storages, alice, form, save } = await ownDatabaseRig('azure-cosmos-ru');
const COMMENTS: BackupRecord = {
  kind: 'comments',
  type: '5',
  id: '1',
  label: 'Object 1',
  body: { comments: [] },
};
/** What the database of the tenant was asked. */
const sentThere = (): Sent[] => asked.filter(({ command }) => command['$db'] === own.name);
const STORED = ['packs', 'backup_headers', 'backup_parts', 'storage_meta'];

const indexesOf = async (name: string): Promise<Index[]> =>
  (await own.connection.collection(name).indexes()) as Index[];
const isTrial = (collection: string): boolean => collection.startsWith('assets_backup_probe_');

/** The driver sends what has an order as a map. */
const entriesOf = (sort: object): [string, unknown][] =>
  sort instanceof Map ? [...(sort as Map<string, unknown>)] : Object.entries(sort);

/** Backups are taken, added to, verified, listed, read back day by day, and deleted. */
async function useStorage(id: string): Promise<void> {
  const vault = storages.open(alice, id);
  const user = new VaultUser(vault, alice);
  const first = await user.backUp([...STRUCTURE, ...objects(30)]);
  const second = await user.backUp([...STRUCTURE, ...objects(35)], first.id);
  const [partRun, failed] = [newRunId(), newRunId()];
  const writer = await vault.openPartWriter({
    backup: user.ref(second.id),
    part: 'comments',
    runId: partRun,
    ...claimedBy(1),
  });
  await writer.put(COMMENTS);
  await writer.finish();
  await vault.tidyRun(storedRun(partRun), user.ref(second.id));
  const given = await user.open(failed, second.id);
  for (const record of objects(40)) await given.put(record);
  await given.checkpoint();
  await vault.discardRun(storedRun(failed));
  assert.deepEqual(await user.damage(second.id), []);
  assert.equal((await vault.found('', 10)).backups.length, 2);
  await vault.countChanges(user.ref(second.id), user.ref(first.id), 'object');
  await vault.usage();
  await opened.storages.round();
  const readDue = () =>
    opened.packCheck.readDue(async () => assert.fail('it is sound'), new AbortController().signal);
  await readDue();
  await clock.step(30 * DAY_MS);
  assert.ok((await readDue()).read > 0);
  await vault.deleteBackups([first.id]);
  await vault.purge();
}

test('no index of a storage is unique, and the only one that is tried is made while nothing is there', async () => {
  const storage = await save();
  const sent = sentThere();
  const unique = sent.filter(
    ({ name, command }) =>
      name === 'createIndexes' && (command['indexes'] as Index[]).some((index) => index.unique),
  );
  assert.equal(unique.length, 1, 'that of the trial');
  const [{ collection }] = unique as [Sent];
  assert.ok(isTrial(collection));
  const before = sent.slice(0, sent.indexOf(unique[0]!));
  assert.deepEqual(
    before.filter((each) => each.name === 'insert'),
    [],
  );
  for (const name of STORED)
    assert.deepEqual(
      (await indexesOf(name)).filter((index) => index.unique),
      [],
      name,
    );
  const vault = storages.open(alice, storage.id);
  await new VaultUser(vault, alice).backUp([...STRUCTURE, ...objects(5)]);
  const indexes = await Promise.all(STORED.map(indexesOf));
  await form.renew(alice, storage.id);
  assert.deepEqual(await Promise.all(STORED.map(indexesOf)), indexes, 'in use, none is built');
  await vault.purge();
});

test('what is sorted is sorted by a whole index, or by the id', async () => {
  const storage = await save();
  asked.length = 0;
  await useStorage(storage.id);
  const sent = sentThere();
  const sorts = sent.filter(({ command }) => command['sort'] !== undefined);
  assert.ok(sorts.length > 0, 'the listener hears');
  for (const { collection, command } of sorts) {
    const sort = JSON.stringify(Object.fromEntries(entriesOf(command['sort'] as object)));
    const served = (await indexesOf(collection)).map(({ key }) => JSON.stringify(key));
    assert.ok(served.includes(sort), `${collection} by ${sort}`);
  }
  const stages = sent.flatMap(({ command }) => (command['pipeline'] ?? []) as object[]);
  assert.deepEqual(
    stages.filter((stage) => '$sort' in stage),
    [],
  );
});

test('no write is one that the driver would repeat, or is part of a transaction', () => {
  const sent = sentThere();
  const writes = sent.filter(({ name }) => ['insert', 'update', 'delete'].includes(name));
  assert.ok(writes.length > 0, 'the listener hears');
  for (const { command } of sent)
    assert.ok(!('txnNumber' in command) && !('startTransaction' in command));
});

test('a database that asks for fewer requests is not answering, for as long as it says', async () => {
  const storage = await save();
  const busy = Object.assign(new Error('Error=16500, RetryAfterMs=1500, Details=...'), {
    code: 16500,
  });
  const explained = opened.databases.explain(storage, busy);
  assert.ok(explained instanceof Unavailable);
  assert.deepEqual([explained.code, explained.retryAfterMs], ['storage-unavailable', 1_500]);
  assert.match(explained.message, /^The storage Theirs asks for fewer requests\./);
});
